#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/platform/clock.h"
#include "base/platform/digest.h"
#include "base/platform/environment.h"
#include "base/platform/file.h"
#include "base/platform/file_lock.h"
#include "base/platform/subprocess.h"
#include "base/platform/temp_folder.h"

namespace idx {
namespace {

using ::testing::HasSubstr;

class PlatformTest : public ::testing::Test {
 protected:
  TempFolder folder_ = TempFolder::Create("idx-test").value();
};

TEST(Digest, IsXxh3With128Bits) {
  // Vectors of the reference implementation: the empty input, and "abc".
  EXPECT_EQ(ToHex(DigestOf("")), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(ToHex(DigestOf("abc")), "06b05ab6733a618578af5f94892f3950");
  EXPECT_NE(DigestOf("a"), DigestOf("b"));
}

TEST(Clock, ReadsIsoTimes) {
  EXPECT_EQ(ParseIsoTime("1970-01-01").value().ticks(), kUnixEpochTicks);
  EXPECT_EQ(ParseIsoTime("1970-01-01T00:00:01Z").value().ticks(), kUnixEpochTicks + kTicksPerSecond);
  EXPECT_EQ(ParseIsoTime("1970-01-01T02:30+02:30").value().ticks(), kUnixEpochTicks);
  EXPECT_EQ(ParseIsoTime("1969-12-31T23:00:00.0000001-01:00").value().ticks(), kUnixEpochTicks + 1);
  EXPECT_EQ(ParseIsoTime("9999-12-31T23:59:59.9999999").value().ticks(), kMaxDateTimeTicks);
  EXPECT_EQ(ParseIsoTime("0001-01-01").value().ticks(), 0);
  EXPECT_EQ(ParseIsoTime("2026-06-30").value().kind(), DateTimeKind::kUtc);
}

TEST(Clock, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-29", "2026-06-31", "2026-06-30T", "2026-06-30T24:00",
        "2026-06-30T12:60", "2026-06-30T12:00:61", "2026-06-30T12:00:00.", "2026-06-30T12:00:00.12345678",
        "2026-06-30T12:00:00+2", "2026-06-30x", "2026-06-30T12:00Zx", "0000-01-01", "0001-01-01T00:00+01:00",
        "9999-12-31T23:59-01:00", " 2026-06-30"}) {
    EXPECT_FALSE(ParseIsoTime(text).ok()) << text;
  }
}

TEST(Clock, FormatsWhatItReads) {
  for (const char* text : {"0001-01-01T00:00:00Z", "2024-02-29T23:59:59.5Z", "1999-12-31T00:00:00.0000001Z"})
    EXPECT_EQ(FormatIsoTime(ParseIsoTime(text).value()), text);
}

TEST(Clock, SystemClockIsUtcAndMoves) {
  DateTime now = SystemClock().UtcNow();
  EXPECT_EQ(now.kind(), DateTimeKind::kUtc);
  EXPECT_GT(now, ParseIsoTime("2024-01-01").value());
  EXPECT_EQ(now.ticks() % kTicksPerMicrosecond, 0);
  int64_t first = SystemClock().MonotonicNanoseconds();
  EXPECT_GE(SystemClock().MonotonicNanoseconds(), first);
}

TEST(Environment, Reads) {
  ::setenv("IDX_PLATFORM_TEST", "x", 1);
  EXPECT_EQ(EnvironmentVariable("IDX_PLATFORM_TEST"), "x");
  EXPECT_EQ(EnvironmentVariable("IDX_PLATFORM_TEST_UNSET"), std::nullopt);
  EXPECT_GE(ProcessorCount(), 1u);
  EXPECT_GT(MachineMemoryBytes(), uint64_t{1} << 20);
}

TEST_F(PlatformTest, WritesAndReadsWholeFiles) {
  std::string path = folder_.File("a");
  ASSERT_TRUE(WriteFileAtomic(path, "").ok());
  EXPECT_EQ(ReadFile(path).value(), "");
  std::string bytes(300'000, 'x');
  ASSERT_TRUE(WriteFileAtomic(path, bytes).ok());
  EXPECT_EQ(ReadFile(path).value(), bytes);
  EXPECT_FALSE(ReadFile(path, bytes.size() - 1).ok());
  EXPECT_EQ(ReadFile(path, bytes.size() - 1).error().origin, Origin::kLimit);
  EXPECT_TRUE(ReadFile(path, bytes.size()).ok());
}

TEST_F(PlatformTest, ReadsFilesWithoutASize) {
  EXPECT_THAT(ReadFile("/proc/self/status").value(), HasSubstr("Pid:"));
}

TEST_F(PlatformTest, SaysWhatCannotBeRead) {
  EXPECT_THAT(ReadFile(folder_.File("none")).error().message, HasSubstr(folder_.File("none")));
  EXPECT_THAT(ReadFile(folder_.path()).error().message, HasSubstr("folder"));
  ASSERT_EQ(::mkfifo(folder_.File("fifo").c_str(), 0600), 0);
  EXPECT_THAT(ReadFile(folder_.File("fifo")).error().message, HasSubstr("not a regular file"));
}

TEST_F(PlatformTest, AnAtomicFileWithoutCommitChangesNothing) {
  std::string path = folder_.File("a");
  ASSERT_TRUE(WriteFileAtomic(path, "old").ok());
  {
    AtomicFile file = AtomicFile::Create(path).value();
    ASSERT_TRUE(file.Write("new").ok());
    AtomicFile moved = std::move(file);
    ASSERT_TRUE(moved.Write("er").ok());
  }
  EXPECT_EQ(ReadFile(path).value(), "old");
  std::string listing = RunCommand({.arguments = {"/bin/ls", folder_.path()}}).value().output;
  EXPECT_EQ(listing, "a\n");
}

TEST_F(PlatformTest, AnAtomicFileKeepsModeAndLink) {
  std::string path = folder_.File("a");
  ASSERT_TRUE(WriteFileAtomic(path, "old").ok());
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  ASSERT_EQ(::symlink(path.c_str(), folder_.File("link").c_str()), 0);
  ASSERT_TRUE(WriteFileAtomic(folder_.File("link"), "new").ok());
  EXPECT_EQ(ReadFile(path).value(), "new");
  struct stat info = {};
  ASSERT_EQ(::lstat(folder_.File("link").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640u);
}

TEST_F(PlatformTest, MakesFolders) {
  EXPECT_TRUE(MakeFolder(folder_.File("x/y/z"), 0700).ok());
  EXPECT_TRUE(MakeFolder(folder_.File("x/y/z")).ok());
  EXPECT_TRUE(FileExists(folder_.File("x/y/z")));
  ASSERT_TRUE(WriteFileAtomic(folder_.File("file"), "").ok());
  EXPECT_FALSE(MakeFolder(folder_.File("file")).ok());
  EXPECT_FALSE(MakeFolder(folder_.File("file/x")).ok());
  EXPECT_FALSE(MakeFolder("").ok());
}

TEST_F(PlatformTest, ASecondLockNamesTheHolder) {
  std::string path = folder_.File("lock");
  Result<FileLock> first = FileLock::Take(path, "the data folder");
  ASSERT_TRUE(first.ok());
  Result<FileLock> second = FileLock::Take(path, "the data folder");
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().origin, Origin::kConflict);
  EXPECT_TRUE(second.error().retriable);
  EXPECT_THAT(second.error().message, HasSubstr("the data folder"));
  EXPECT_THAT(second.error().message, HasSubstr("process " + std::to_string(::getpid())));
  EXPECT_FALSE(FileLock::Wait(path, "the data folder", 1).ok());
  { FileLock gone = std::move(first).value(); }
  EXPECT_TRUE(FileLock::Take(path, "the data folder").ok());
}

TEST_F(PlatformTest, SharedLocksLetTheLastOneBecomeExclusive) {
  std::string path = folder_.File("lock");
  FileLock first = FileLock::Take(path, "x", FileLock::Mode::kShared).value();
  {
    FileLock second = FileLock::Take(path, "x", FileLock::Mode::kShared).value();
    EXPECT_FALSE(second.TryExclusive());
  }
  EXPECT_TRUE(first.TryExclusive());
}

TEST_F(PlatformTest, ALockDiesWithItsProcess) {
  std::string path = folder_.File("lock");
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  pid_t child = ::fork();
  if (child == 0) {
    auto lock = FileLock::Take(path, "x");
    [[maybe_unused]] ssize_t n = ::write(ready[1], "r", 1);
    ::pause();
  }
  char byte;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  EXPECT_FALSE(FileLock::Take(path, "x").ok());
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(FileLock::Take(path, "x").ok());
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST(Subprocess, PassesArgumentsInputAndEnvironmentAsTheyAre) {
  Result<CommandResult> result = RunCommand({.arguments = {"/bin/echo", "a b", "$HOME", "*"}});
  EXPECT_EQ(result.value().output, "a b $HOME *\n");
  std::string input(300'000, 'y');
  EXPECT_EQ(RunCommand({.arguments = {"/bin/cat"}, .input = input}).value().output, input);
  EXPECT_EQ(RunCommand({.arguments = {"/bin/sh", "-c", "echo $IDX_A; echo $IDX_B >&2; exit 3"},
                        .environment = {{"IDX_A", "1"}, {"IDX_B", "2"}}})
                .value()
                .output,
            "1\n");
}

TEST(Subprocess, ReportsExitCodesSignalsAndErrors) {
  CommandResult result = RunCommand({.arguments = {"/bin/sh", "-c", "echo no >&2; exit 3"}}).value();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.errors, "no\n");
  EXPECT_EQ(RunCommand({.arguments = {"/bin/sh", "-c", "kill -9 $$"}}).value().exit_code, 137);
  EXPECT_THAT(RunCommand({.arguments = {"/nonexistent/program"}}).error().message,
              HasSubstr("/nonexistent/program"));
  EXPECT_FALSE(RunCommand({.arguments = {"/bin/true"}, .folder = "/nonexistent"}).ok());
}

TEST(Subprocess, StopsAtTheTimeoutAndLimitsOutput) {
  Result<CommandResult> slow = RunCommand({.arguments = {"/bin/sleep", "100"}, .timeout_ms = 50});
  EXPECT_EQ(slow.error().origin, Origin::kLimit);
  CommandResult big =
      RunCommand({.arguments = {"/usr/bin/head", "-c", "100000", "/dev/zero"}, .max_output = 1000}).value();
  EXPECT_EQ(big.output.size(), 1000u);
  // A child that does not read its input.
  EXPECT_EQ(RunCommand({.arguments = {"/bin/true"}, .input = std::string(1'000'000, 'x')}).value().exit_code,
            0);
}

TEST_F(PlatformTest, ADetachedProgramIsASessionOfItsOwnAndWritesToItsLog) {
  std::string log = folder_.File("log");
  ASSERT_TRUE(WriteFileAtomic(log, "before\n").ok());
  Result<pid_t> child =
      StartDetached({.arguments = {"/bin/sh", "-c", "cat; echo out; echo err >&2; exec sleep 100"}}, log);
  ASSERT_TRUE(child.ok()) << child.error().message;
  EXPECT_NE(::getsid(child.value()), ::getsid(0));
  while (ReadFile(log).value() != "before\nout\nerr\n") ::usleep(1000);
  ::kill(child.value(), SIGKILL);
  EXPECT_EQ(::waitpid(child.value(), nullptr, 0), -1);  // not ours to reap
  EXPECT_THAT(StartDetached({.arguments = {"/nonexistent/program"}}, log).error().message,
              HasSubstr("/nonexistent/program"));
  EXPECT_FALSE(StartDetached({.arguments = {"/bin/true"}}, folder_.File("no/such/log")).ok());
}

TEST_F(PlatformTest, ATempFolderGoesWithItsOwner) {
  std::string path;
  {
    TempFolder folder = TempFolder::Create().value();
    TempFolder moved = std::move(folder);
    path = moved.path();
    ASSERT_TRUE(WriteFileAtomic(moved.File("x"), "y").ok());
  }
  EXPECT_FALSE(FileExists(path));
  EXPECT_FALSE(path.empty());
}

}  // namespace
}  // namespace idx
