/// Records of sums of one partition, in its order, until they are passed on.
struct SumQueue {
  struct Record {
    var bytes: [UInt8]
    /// When it arrived, in milliseconds since the epoch; never before the one in front of it.
    var time: Int
    /// Whether it was there at the start.
    var isEarly: Bool
  }

  private var records: [Record] = []
  private var head = 0
  /// How many bytes wait.
  private(set) var byteCount = 0
  /// When the last one arrived.
  private(set) var lastTime: Int?

  var isEmpty: Bool { head == records.count }

  mutating func append(_ bytes: [UInt8], at time: Int, isEarly: Bool) {
    // A writer may have given it any time.
    let time = max(time, lastTime ?? .min)
    lastTime = time
    byteCount += bytes.count
    records.append(Record(bytes: bytes, time: time, isEarly: isEarly))
  }

  /// The next one.
  var first: Record? { isEmpty ? nil : records[head] }

  /// Removes the next one.
  mutating func removeFirst() {
    byteCount -= records[head].bytes.count
    // Its bytes may be many.
    records[head].bytes = []
    head += 1
    guard head > 1_024, head * 2 > records.count else { return }
    records.removeFirst(head)
    head = 0
  }
}
