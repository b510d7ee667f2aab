/// The bytes that a target is given: a few that choose, and the rest that is parsed.
struct FuzzInput {
  private(set) var rest: ArraySlice<UInt8>

  init(_ data: UnsafePointer<UInt8>?, _ count: Int) {
    // libFuzzer's buffer holds as many bytes as it says.
    unsafe rest = Array(UnsafeBufferPointer(start: data, count: count))[...]
  }

  /// Takes one byte; zero when there is none left.
  mutating func choice() -> Int { Int(rest.popFirst() ?? 0) }

  /// Takes one byte, and lets it choose one of the values.
  mutating func choice<Value>(of values: [Value]) -> Value { values[choice() % values.count] }
}
