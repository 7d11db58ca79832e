#include "runtime/state/identity_id.h"

#include "base/platform/digest.h"
#include "runtime/state/packed.h"

namespace idx::runtime {

Guid IdentityId(std::string_view tenant, std::string_view vault_type, std::string_view application_type,
                std::string_view anchor, uint32_t incarnation) {
  Packer packer;
  packer.Text(tenant);
  packer.Text(vault_type);
  packer.Text(application_type);
  packer.Text(anchor);
  packer.Number(incarnation);
  Digest digest = DigestOf(packer.bytes());
  Guid id;
  for (size_t i = 0; i < 8; ++i) {
    id.bytes[i] = static_cast<uint8_t>(digest.hi >> (56 - 8 * i));
    id.bytes[8 + i] = static_cast<uint8_t>(digest.lo >> (56 - 8 * i));
  }
  id.bytes[6] = static_cast<uint8_t>((id.bytes[6] & 0x0F) | 0x80);
  id.bytes[8] = static_cast<uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

}  // namespace idx::runtime
