import AccessLog
import Testing

@Suite struct LoggedDurationTests {
  @Test(arguments: [
    (0, 0), (1, 1), (999, 999), (1_234_567, 1_234_567), (1_000_000_000, 1_000_000_000),
    // Cut off to microseconds, milliseconds and seconds.
    (1_500_000_999, 1_500_000_000), (1_073_741_822, 1_073_741_822),
    (1_073_741_823, 1_073_741_000), (60_000_001_500, 60_000_001_000),
    (3_600_001_999_999, 3_600_001_000_000), (86_400_000 * 1_000_000, 86_400_000 * 1_000_000),
    (40 * 86_400 * 1_000_000_000 + 5_000_000, 40 * 86_400 * 1_000_000_000),
    (.max, 1_073_741_822 * 1_000_000_000),
  ])
  func isCutOffToItsUnit(nanoseconds: Int, kept: Int) {
    #expect(LoggedDuration(nanoseconds: nanoseconds).nanoseconds == kept)
    #expect(LoggedDuration(.nanoseconds(nanoseconds)) == LoggedDuration(nanoseconds: nanoseconds))
  }

  @Test func aNegativeOneIsNone() {
    #expect(LoggedDuration(nanoseconds: -1) == .none)
    #expect(LoggedDuration(.seconds(-3)) == .none)
    #expect(LoggedDuration(.seconds(Int64.min)) == .none)
    #expect(LoggedDuration(nil) == .none)
    #expect(LoggedDuration.none.nanoseconds == nil)
    #expect(LoggedDuration(.seconds(Int64.max)).nanoseconds == 1_073_741_822 * 1_000_000_000)
  }

  @Test func bothAreNoneOnlyIfNeitherIsAny() {
    for nanoseconds in [0, 1, 1_073_741_821, 5_000_000_000, .max] {
      let some = LoggedDuration(nanoseconds: nanoseconds)
      #expect(LoggedDuration.both(some, .none) != .none)
      #expect(LoggedDuration.both(.none, some) != .none)
    }
    #expect(LoggedDuration.both(.none, .none) == .none)
  }

  @Test func aRecordFillsOneCacheLine() {
    #expect(MemoryLayout<LineRecord>.stride == 64)
  }
}
