// Concatenation, as native code calls it. Charged as a call of the library over all bytes. Internal.
#pragma once

#include "base/batch/eval_context.h"

namespace idx::compiler::lower {

// `count` texts, none null. Empty, with the error set, when the budget is spent.
Text Concat(EvalContext* ctx, const Text* parts, uint32_t count);
Text ConcatTwo(EvalContext* ctx, const Text* parts);
Text ConcatThree(EvalContext* ctx, const Text* parts);

}  // namespace idx::compiler::lower
