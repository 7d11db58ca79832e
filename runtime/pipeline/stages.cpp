// The order of the four processes over all applications.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/export/confirm.h"
#include "runtime/export/export_stage.h"
#include "runtime/import/import_stage.h"
#include "runtime/inbound/inbound_stage.h"
#include "runtime/outbound/outbound_stage.h"
#include "runtime/pipeline/engine_state.h"

namespace idx::runtime {
namespace {

bool Wanted(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

Status ImportAndConfirm(RunContext& context, const TypeState& type, bool full) {
  ImportSummary& summary = context.summary->imports.back();
  IDX_TRY(ImportType(context, type, full, summary));
  return summary.hold.empty() ? ConfirmType(context, type, summary) : Status();
}

// The stage's findings, for who looks later. At most kMaxFindings a step.
Status StoreFindings(RunContext& context, const std::string& stage, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) IDX_TRY(AddEvent(context, stage, 0, 0, finding));
  return {};
}

Status StoreFindings(RunContext& context, const std::string& stage, const std::vector<Finding>& findings,
                     const RuleMessages& said) {
  IDX_TRY(StoreFindings(context, stage, findings));
  return StoreFindings(context, stage, said.messages);
}

// An application that cannot be reached is not the end of the run; a database that cannot be is.
bool StopsRun(const Error& error) {
  return error.origin == Origin::kDatabase || error.origin == Origin::kCancelled ||
         error.origin == Origin::kLimit;
}

Status RunImports(RunContext& context, const SyncOptions& options, const StageStep& step) {
  for (const TypeState& type : context.types) {
    if (!Wanted(options.applications, type.application->name)) continue;
    const std::string name = type.type->FullName();
    Status status = step("import", name, [&](RunContext& inside) -> Status {
      ImportSummary& summary = inside.summary->imports.emplace_back();
      summary.type = name;
      IDX_TRY(ImportAndConfirm(inside, type, options.full));
      return StoreFindings(inside, "import", summary.findings);
    });
    if (status.ok()) continue;
    if (StopsRun(status.error())) return status;
    context.summary->imports.back() = {};
    context.summary->imports.back().type = name;
    context.summary->imports.back().error = status.error().message;
  }
  return {};
}

Status RunExports(RunContext& context, const SyncOptions& options, const StageStep& step) {
  for (const Application& application : context.configuration->applications) {
    if (!Wanted(options.applications, application.name)) continue;
    bool provisions = std::any_of(context.types.begin(), context.types.end(), [&](const TypeState& type) {
      return type.application == &application && type.provisions();
    });
    if (!provisions) continue;
    Status status = step("export", application.name, [&](RunContext& inside) -> Status {
      ExportSummary& summary = inside.summary->exports.emplace_back();
      summary.application = application.name;
      IDX_TRY(ExportApplication(inside, application, summary));
      return StoreFindings(inside, "export", summary.findings);
    });
    if (status.ok()) continue;
    if (StopsRun(status.error())) return status;
    context.summary->exports.back() = {};
    context.summary->exports.back().application = application.name;
    context.summary->exports.back().error = status.error().message;
  }
  return {};
}

}  // namespace

Status RunStages(RunContext& context, const SyncOptions& options, const StageStep& step) {
  if (Wanted(options.stages, "import")) IDX_TRY(RunImports(context, options, step));
  if (Wanted(options.stages, "inbound"))
    IDX_TRY(step("inbound", "", [&](RunContext& inside) -> Status {
      IDX_TRY(RunInbound(inside, options.full));
      const InboundSummary& summary = inside.summary->inbound;
      return StoreFindings(inside, "inbound", summary.findings, summary.said);
    }));
  if (Wanted(options.stages, "outbound"))
    IDX_TRY(step("outbound", "", [](RunContext& inside) -> Status {
      IDX_TRY(RunOutbound(inside));
      for (const OutboundSummary& type : inside.summary->outbound)
        IDX_TRY(StoreFindings(inside, "outbound", type.findings, type.said));
      return {};
    }));
  if (Wanted(options.stages, "export")) IDX_TRY(RunExports(context, options, step));
  return {};
}

}  // namespace idx::runtime
