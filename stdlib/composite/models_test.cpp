// Random operations against models of the C++ library, over several types of element.
#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "stdlib/composite/composite_testing.h"

namespace idx::stdlib {
namespace {

using Op = Operation;

// Values of one type, numbered: value i equals value j only if i = j, and they stand in the order of their
// numbers (index 0 is null where the type has it).
struct Sample {
  ValueType type;
  std::vector<Slot> values;
  bool ordered = true;
};

class Models : public CompositeTest {
 protected:
  std::vector<Sample> Samples() {
    std::vector<Sample> all;
    Sample ints{kInt, {}}, maybe{kMaybeInt, {Null()}}, texts{kText, {}},
        maybe_texts{kMaybeText, {Null(), S("")}};
    ValueType pair = TupleType({kMaybeInt, kText});
    Sample pairs{pair.AsNullable(), {Null()}}, lists{shapes_.ListOf(kInt), {}, false},
        objects{ListType(kInt), {}, false};
    for (int i = 0; i < 60; ++i) {
      ints.values.push_back(I((i - 30) * 65536));
      maybe.values.push_back(I(i * 7 - 100));
      std::string text = (i % 2 == 0 ? "" : "prefix that is long ") + std::to_string(1000 + i);
      texts.values.push_back(S((i < 30 ? "A" : "b") + std::to_string(100 + i) + text));
      maybe_texts.values.push_back(S("t" + std::to_string(100 + i) + text));
      pairs.values.push_back(Tuple({i < 20 ? Null() : I(i / 2), S("f" + std::to_string(100 + i))}));
      lists.values.push_back(Ints({i}));
      objects.values.push_back(Call(Op::kListFrom, ListType(kInt), {Ints({1})}));
    }
    return {ints, maybe, texts, maybe_texts, pairs, lists, objects};
  }
  int32_t Pick(const Sample& sample) { return static_cast<int32_t>(random_() % sample.values.size()); }
  std::vector<int32_t> PickMany(const Sample& sample, size_t most) {
    std::vector<int32_t> picked(random_() % (most + 1));
    for (int32_t& n : picked) n = Pick(sample);
    return picked;
  }
  Slot ArrayOf(const Sample& sample, const std::vector<int32_t>& picked) {
    std::vector<Slot> values;
    for (int32_t n : picked) values.push_back(Copy(sample, n));
    return Array(sample.type, values);
  }
  // An equal value; of tuples and texts another object.
  Slot Copy(const Sample& sample, int32_t n) {
    Slot value = sample.values[static_cast<size_t>(n)];
    if (!value.present) return value;
    if (sample.type.kind == TypeKind::kTuple)
      return Tuple({ObjectAt<Slot>(value)[0], ObjectAt<Slot>(value)[1]});
    if (sample.type.kind == TypeKind::kString) return S(As<Text>(value).str());
    return value;
  }
  std::vector<int32_t> NumbersIn(const Sample& sample, const Slot& array) {
    std::vector<int32_t> numbers;
    ListView view = ViewOf(array);
    for (uint32_t i = 0; i < view.count; ++i) {
      Slot value = Cells(sample.type).Load(view.data, i);
      int32_t found = -1;
      for (size_t n = 0; n < sample.values.size(); ++n) {
        if (CallBool(Op::kEqual, sample.type, {value, sample.values[n]})) found = static_cast<int32_t>(n);
      }
      numbers.push_back(found);
    }
    return numbers;
  }
  std::vector<int32_t> Order(const Slot& array) {
    ListView view = ViewOf(array);
    return {view.begin_of<int32_t>(), view.begin_of<int32_t>() + view.count};
  }

  std::mt19937 random_{20240506};
};

std::vector<int32_t> Once(const std::vector<int32_t>& from, const std::function<bool(int32_t)>& keep) {
  std::vector<int32_t> kept;
  std::set<int32_t> seen;
  for (int32_t n : from) {
    if (keep(n) && seen.insert(n).second) kept.push_back(n);
  }
  return kept;
}

TEST_F(Models, SetsOfArrays) {
  for (const Sample& sample : Samples()) {
    ValueType type = shapes_.ListOf(sample.type);
    for (int round = 0; round < 20; ++round) {
      std::vector<int32_t> a = PickMany(sample, 90), b = PickMany(sample, 90), both = a;
      both.insert(both.end(), b.begin(), b.end());
      Slot x = ArrayOf(sample, a), y = ArrayOf(sample, b);
      std::set<int32_t> other(b.begin(), b.end());
      auto all = [](int32_t) { return true; };
      EXPECT_EQ(NumbersIn(sample, Call(Op::kDistinct, type, {x, B(false)})), Once(a, all));
      EXPECT_EQ(NumbersIn(sample, Call(Op::kUnion, type, {x, y, B(false)})), Once(both, all));
      EXPECT_EQ(NumbersIn(sample, Call(Op::kIntersect, type, {x, y, B(false)})),
                Once(a, [&](int32_t n) { return other.contains(n); }));
      EXPECT_EQ(NumbersIn(sample, Call(Op::kExcept, type, {x, y, B(false)})),
                Once(a, [&](int32_t n) { return !other.contains(n); }));
      int32_t wanted = Pick(sample);
      auto at = std::find(a.begin(), a.end(), wanted);
      EXPECT_EQ(CallInt(Op::kIndexOf, type, {x, Copy(sample, wanted), B(false)}),
                at == a.end() ? -1 : static_cast<int32_t>(at - a.begin()));
      EXPECT_TRUE(CallBool(Op::kSequenceEqual, type, {x, ArrayOf(sample, a), B(false)}));
      EXPECT_EQ(CallBool(Op::kSequenceEqual, type, {x, y, B(false)}), a == b);
    }
  }
}

TEST_F(Models, StableOrders) {
  for (const Sample& sample : Samples()) {
    if (!sample.ordered) continue;
    ValueType type = shapes_.ListOf(sample.type);
    for (int round = 0; round < 40; ++round) {
      std::vector<int32_t> keys = PickMany(sample, 200), wanted(keys.size());
      bool descending = round % 2 != 0;
      std::iota(wanted.begin(), wanted.end(), 0);
      std::shuffle(wanted.begin(), wanted.end(), random_);
      Slot before = Ints(wanted);
      std::multimap<int32_t, int32_t> model;  // keeps the order of insertion among equal keys
      for (int32_t n : wanted)
        model.emplace(descending ? -keys[static_cast<size_t>(n)] : keys[static_cast<size_t>(n)], n);
      std::transform(model.begin(), model.end(), wanted.begin(), [](auto& entry) { return entry.second; });
      Slot array = ArrayOf(sample, keys);
      Slot order = Call(Op::kSortOrder, type, {array, B(descending), B(false), before});
      ASSERT_EQ(Order(order), wanted);
      for (int32_t& n : wanted) n = keys[static_cast<size_t>(n)];
      EXPECT_EQ(NumbersIn(sample, Call(Op::kGather, type, {array, order})), wanted);
    }
  }
}

TEST_F(Models, Dictionaries) {
  for (const Sample& sample : Samples()) {
    ValueType type = MapType(sample.type.NonNull(), kInt);
    Slot map = Call(Op::kMapNew, type, {B(false)});
    std::vector<std::pair<int32_t, int32_t>> model;  // in the order of insertion
    auto find = [&](int32_t key) {
      return std::find_if(model.begin(), model.end(), [&](auto& entry) { return entry.first == key; });
    };
    for (int step = 0; step < 3000; ++step) {
      int32_t n = Pick(sample);
      if (!sample.values[static_cast<size_t>(n)].present) continue;
      Slot key = Copy(sample, n);
      auto at = find(n);
      bool there = at != model.end();
      switch (random_() % 5) {
        case 0:
          Call(Op::kMapSet, type, {map, key, I(step)});
          if (there)
            at->second = step;
          else
            model.emplace_back(n, step);
          break;
        case 1:
          EXPECT_EQ(CallBool(Op::kMapTryAdd, type, {map, key, I(step)}), !there);
          if (!there) model.emplace_back(n, step);
          break;
        case 2:
        case 3:
          EXPECT_EQ(CallBool(Op::kMapRemove, type, {map, key}), there);
          if (there) model.erase(at);
          break;
        default:
          EXPECT_EQ(CallBool(Op::kMapHas, type, {map, key}), there);
          if (there) EXPECT_EQ(CallInt(Op::kMapGet, type, {map, key}), at->second);
      }
      ASSERT_EQ(CallInt(Op::kMapCount, type, {map}), static_cast<int32_t>(model.size()));
      if (step == 2000) {
        Call(Op::kMapClear, type, {map});
        model.clear();
      }
      if (step % 100 != 0) continue;
      std::vector<int32_t> keys, values;
      for (auto& [k, v] : model) {
        keys.push_back(k);
        values.push_back(v);
      }
      Slot copy = Call(Op::kMapCopy, type, {map, B(false)});
      Sample present = sample;
      present.type = sample.type.NonNull();
      EXPECT_EQ(NumbersIn(present, Call(Op::kMapKeys, type, {map})), keys);
      EXPECT_EQ(Order(Call(Op::kMapValues, type, {copy})), values);
    }
  }
}

TEST_F(Models, Lists) {
  for (const Sample& sample : Samples()) {
    ValueType type = ListType(sample.type);
    Slot list = Call(Op::kListNew, type, {});
    std::vector<int32_t> model;
    for (int step = 0; step < 600; ++step) {
      int32_t n = Pick(sample);
      Slot value = Copy(sample, n);
      uint32_t at = random_() % (model.size() + 1);
      switch (random_() % 6) {
        case 0:
        case 1:
          Call(Op::kListAdd, type, {list, value});
          model.push_back(n);
          break;
        case 2:
          Call(Op::kListInsert, type, {list, I(static_cast<int32_t>(at)), value});
          model.insert(model.begin() + at, n);
          break;
        case 3: {
          auto found = std::find(model.begin(), model.end(), n);
          EXPECT_EQ(CallBool(Op::kListRemove, type, {list, value}), found != model.end());
          if (found != model.end()) model.erase(found);
          break;
        }
        case 4:
          if (at == model.size()) break;
          Call(Op::kListRemoveAt, type, {list, I(static_cast<int32_t>(at))});
          model.erase(model.begin() + at);
          break;
        default:
          if (at == model.size()) break;
          Call(Op::kListSet, type, {list, I(static_cast<int32_t>(at)), value});
          model[at] = n;
      }
      if (step % 50 == 0) ASSERT_EQ(NumbersIn(sample, Call(Op::kListView, type, {list})), model);
    }
  }
}

// The same calls take the same steps in another arena: no step depends on addresses.
TEST_F(Models, StepsDoNotDependOnAddresses) {
  auto steps = [&] {
    std::vector<Sample> samples = Samples();
    int64_t sum = 0;
    for (const Sample& sample : samples) {
      ValueType type = SetType(sample.type);
      Slot set = Call(Op::kSetNew, type, {B(false)});
      for (int32_t n = 0; n < 60; ++n) {
        Call(Op::kSetAdd, type, {set, Copy(sample, n)});
        sum += ctx_.budget.steps - ctx_.steps_left;
      }
    }
    return sum;
  };
  int64_t first = steps();
  arena_.Allocate(12344);
  EXPECT_EQ(steps(), first);
}

// Keys that were chosen to meet in one place pay for each other.
TEST_F(Models, MeetingKeysTakeTheirSteps) {
  ValueType element = ListType(kInt), type = SetType(element);
  Slot set = Call(Op::kSetNew, type, {B(false)});
  for (int i = 0; i < 500; ++i) Call(Op::kSetAdd, type, {set, Call(Op::kListNew, element, {})});
  Call(Op::kSetHas, type, {set, Call(Op::kListNew, element, {})});
  EXPECT_GT(ctx_.budget.steps - ctx_.steps_left, 500);
}

}  // namespace
}  // namespace idx::stdlib
