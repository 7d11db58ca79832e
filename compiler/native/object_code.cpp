#include "compiler/native/object_code.h"

#include <elf.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace idx::compiler::native {

namespace {

constexpr size_t kMaxBytes = size_t{512} << 20;
constexpr size_t kStub = 16;  // jmp *[rip + 2], two bytes of padding, the address: also a slot of the GOT
constexpr size_t kSlotInStub = 8;
constexpr size_t kNowhere = ~size_t{0};

enum Region { kCode, kConstants, kData, kRegions };

Error Refused(const std::string& why) { return {Origin::kLimit, "native code was not accepted: " + why}; }

size_t RoundUp(size_t value, size_t alignment) { return (value + alignment - 1) / alignment * alignment; }

template <typename T>
bool Table(std::string_view bytes, std::vector<T>& items) {
  if (bytes.size() % sizeof(T) != 0) return false;
  items.resize(bytes.size() / sizeof(T));
  if (!items.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
  return true;
}

bool IsLoaded(const Elf64_Shdr& section) {
  return (section.sh_flags & SHF_ALLOC) != 0 &&
         (section.sh_type == SHT_PROGBITS || section.sh_type == SHT_NOBITS);
}

// Of what is in memory when it runs: initialisers and thread-local data are not for us.
bool IsKnown(const Elf64_Shdr& section) {
  if (section.sh_type == SHT_REL) return false;
  return (section.sh_flags & SHF_ALLOC) == 0 ||
         ((section.sh_flags & SHF_TLS) == 0 && (IsLoaded(section) || section.sh_type == SHT_X86_64_UNWIND));
}

Region RegionOf(const Elf64_Shdr& section) {
  if ((section.sh_flags & SHF_EXECINSTR) != 0) return kCode;
  return (section.sh_flags & SHF_WRITE) != 0 ? kData : kConstants;
}

// The tables of an object, checked.
struct Object {
  std::string_view bytes;
  std::vector<Elf64_Shdr> sections;
  std::vector<Elf64_Sym> symbols;
  std::string_view names;  // of symbols

  Status Read(std::string_view all) {
    bytes = all;
    Elf64_Ehdr header;
    if (bytes.size() < sizeof header) return Refused("it is cut off");
    std::memcpy(&header, bytes.data(), sizeof header);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_REL || header.e_machine != EM_X86_64)
      return Refused("it is no relocatable object for x86-64");
    size_t table = size_t{header.e_shnum} * sizeof(Elf64_Shdr);
    if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shoff > bytes.size() ||
        table > bytes.size() - header.e_shoff || !Table(bytes.substr(header.e_shoff, table), sections))
      return Refused("its table of sections is damaged");
    for (const Elf64_Shdr& section : sections) IDX_TRY(Check(section));
    return {};
  }

  std::string_view Part(const Elf64_Shdr& section) const {
    return section.sh_type == SHT_NOBITS ? std::string_view()
                                         : bytes.substr(section.sh_offset, section.sh_size);
  }
  std::string_view NameOf(const Elf64_Sym& symbol) const {
    std::string_view rest = names.substr(std::min<size_t>(symbol.st_name, names.size()));
    return rest.substr(0, rest.find('\0'));
  }

 private:
  Status Check(const Elf64_Shdr& section) {
    if (!IsInside(section) || section.sh_size > kMaxBytes || section.sh_addralign > 4096)
      return Refused("a section lies outside of it");
    if (!IsKnown(section)) return Refused(fmt::format("a section is of type {}", section.sh_type));
    if (section.sh_type != SHT_SYMTAB) return {};
    if (section.sh_link >= sections.size() || !IsInside(sections[section.sh_link]) ||
        !Table(Part(section), symbols))
      return Refused("its table of symbols is damaged");
    names = Part(sections[section.sh_link]);
    return {};
  }
  bool IsInside(const Elf64_Shdr& section) const {
    return section.sh_type == SHT_NOBITS ||
           (section.sh_offset <= bytes.size() && section.sh_size <= bytes.size() - section.sh_offset);
  }
};

}  // namespace

class ObjectLinker {
 public:
  explicit ObjectLinker(const ObjectCode::Resolve& resolve) : resolve_(resolve), code_(new ObjectCode()) {}

  Result<std::unique_ptr<ObjectCode>> Run(std::string_view bytes) {
    IDX_TRY(object_.Read(bytes));
    IDX_TRY(Place());
    IDX_TRY(Define());
    for (const Elf64_Shdr& section : object_.sections)
      if (section.sh_type == SHT_RELA) IDX_TRY(Relocate(section));
    IDX_TRY(Protect());
    return std::move(code_);
  }

 private:
  char* image() const { return static_cast<char*>(code_->memory_); }
  uint64_t AddressOf(size_t offset) const { return reinterpret_cast<uint64_t>(image()) + offset; }

  // Region after region, each on pages of its own.
  Status Place() {
    auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    size_t at = 0;
    offsets_.assign(object_.sections.size(), kNowhere);
    for (int region = 0; region < kRegions; ++region) {
      for (size_t i = 0; i < object_.sections.size(); ++i) {
        const Elf64_Shdr& section = object_.sections[i];
        if (!IsLoaded(section) || RegionOf(section) != region) continue;
        offsets_[i] = at = RoundUp(at, std::max<size_t>(section.sh_addralign, 1));
        at += section.sh_size;
        if (at > kMaxBytes) return Refused("it is too large");
      }
      if (region == kCode) {
        stubs_ = at = RoundUp(at, kStub);
        at += object_.symbols.size() * kStub;
      }
      ends_[region] = at = RoundUp(at, page);
    }
    if (at == 0 || at > kMaxBytes) return Refused("it has no code, or too much");
    void* memory = mmap(nullptr, at, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return Refused("there is no memory for it");
    code_->memory_ = memory;
    code_->size_ = at;
    for (size_t i = 0; i < object_.sections.size(); ++i) {
      std::string_view part = object_.Part(object_.sections[i]);
      if (offsets_[i] != kNowhere && !part.empty())
        std::memcpy(image() + offsets_[i], part.data(), part.size());
    }
    return {};
  }

  // What symbols stand for: places in the object, or functions outside.
  Status Define() {
    values_.assign(object_.symbols.size(), 0);
    for (size_t i = 1; i < object_.symbols.size(); ++i) {
      const Elf64_Sym& symbol = object_.symbols[i];
      std::string_view name = object_.NameOf(symbol);
      if (symbol.st_shndx == SHN_ABS) continue;  // the file's name
      if (symbol.st_shndx == SHN_UNDEF) {
        values_[i] = reinterpret_cast<uint64_t>(resolve_(name));
        if (values_[i] == 0) return Refused(fmt::format("nobody has {}", name));
        continue;
      }
      if (symbol.st_shndx >= object_.sections.size()) return Refused("a symbol is in no section");
      if (offsets_[symbol.st_shndx] == kNowhere) continue;
      if (symbol.st_value > object_.sections[symbol.st_shndx].sh_size)
        return Refused("a symbol lies outside its section");
      values_[i] = AddressOf(offsets_[symbol.st_shndx] + symbol.st_value);
      if (ELF64_ST_BIND(symbol.st_info) == STB_LOCAL) continue;
      if (!code_->symbols_.emplace(std::string(name), reinterpret_cast<void*>(values_[i])).second)
        return Refused(fmt::format("{} is defined twice", name));
    }
    return {};
  }

  Status Relocate(const Elf64_Shdr& table) {
    if (table.sh_info >= object_.sections.size()) return Refused("relocations of no section");
    size_t base = offsets_[table.sh_info];
    if (base == kNowhere) return {};
    std::vector<Elf64_Rela> entries;
    if (!Table(object_.Part(table), entries)) return Refused("its relocations are damaged");
    for (const Elf64_Rela& entry : entries)
      IDX_TRY(Apply(entry, base, object_.sections[table.sh_info].sh_size));
    return {};
  }

  Status Apply(const Elf64_Rela& entry, size_t base, size_t size) {
    uint64_t type = ELF64_R_TYPE(entry.r_info);
    size_t symbol = ELF64_R_SYM(entry.r_info);
    if (symbol >= object_.symbols.size()) return Refused("a relocation names no symbol");
    size_t width = type == R_X86_64_64 || type == R_X86_64_PC64 ? 8 : 4;
    if (entry.r_offset > size || size - entry.r_offset < width)
      return Refused("a relocation lies outside its section");
    size_t at = base + entry.r_offset;
    uint64_t place = AddressOf(at);
    uint64_t value = values_[symbol];
    if (value == 0) return Refused("a relocation names nothing");
    switch (type) {
      case R_X86_64_64:
        value += static_cast<uint64_t>(entry.r_addend);
        break;
      case R_X86_64_PLT32:
        if (object_.symbols[symbol].st_shndx == SHN_UNDEF) value = Stub(symbol);
        value += static_cast<uint64_t>(entry.r_addend) - place;
        break;
      case R_X86_64_GOTPCREL:
      case R_X86_64_GOTPCRELX:
      case R_X86_64_REX_GOTPCRELX:
        value = Stub(symbol) + kSlotInStub + static_cast<uint64_t>(entry.r_addend) - place;
        break;
      case R_X86_64_PC32:
      case R_X86_64_PC64:
        value += static_cast<uint64_t>(entry.r_addend) - place;
        break;
      default:
        return Refused(fmt::format("relocation {} is not known", type));
    }
    auto distance = static_cast<int64_t>(value);
    if (width == 4 &&
        (distance < std::numeric_limits<int32_t>::min() || distance > std::numeric_limits<int32_t>::max()))
      return Refused("a symbol is too far away");
    std::memcpy(image() + at, &value, width);  // little-endian
    return {};
  }

  // The symbol's stub, written. Its second half holds the address.
  uint64_t Stub(size_t symbol) {
    static constexpr unsigned char kJump[kSlotInStub] = {0xFF, 0x25, 2, 0, 0, 0, 0xCC, 0xCC};
    size_t at = stubs_ + symbol * kStub;
    std::memcpy(image() + at, kJump, sizeof kJump);
    std::memcpy(image() + at + kSlotInStub, &values_[symbol], sizeof values_[symbol]);
    return AddressOf(at);
  }

  Status Protect() {
    static constexpr int kRights[kRegions] = {PROT_READ | PROT_EXEC, PROT_READ, PROT_READ | PROT_WRITE};
    size_t begin = 0;
    for (int region = 0; region < kRegions; ++region) {
      if (ends_[region] > begin && mprotect(image() + begin, ends_[region] - begin, kRights[region]) != 0)
        return Refused("this system does not let it run");
      begin = ends_[region];
    }
    return {};
  }

  const ObjectCode::Resolve& resolve_;
  std::unique_ptr<ObjectCode> code_;
  Object object_;
  std::vector<size_t> offsets_;   // in the image, of sections; kNowhere: not loaded
  std::vector<uint64_t> values_;  // of symbols: addresses
  size_t stubs_ = 0;              // offset in the image, one for each symbol
  size_t ends_[kRegions] = {};
};

Result<std::unique_ptr<ObjectCode>> ObjectCode::Load(std::string_view object, const Resolve& resolve) {
  return ObjectLinker(resolve).Run(object);
}

ObjectCode::~ObjectCode() {
  if (memory_ != nullptr) munmap(memory_, size_);
}

void* ObjectCode::Find(const std::string& symbol) const {
  auto at = symbols_.find(symbol);
  return at == symbols_.end() ? nullptr : at->second;
}

Result<std::vector<void*>> ObjectCode::FindAll(std::span<const std::string> symbols) const {
  std::vector<void*> addresses;
  for (const std::string& symbol : symbols) {
    addresses.push_back(Find(symbol));
    if (addresses.back() == nullptr) return Refused(fmt::format("it has no {}", symbol));
  }
  return addresses;
}

}  // namespace idx::compiler::native
