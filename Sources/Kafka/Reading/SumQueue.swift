/// Records of sums of one partition, in its order, until they are passed on.
struct SumQueue {
  struct Record {
    var bytes: [UInt8]
    var offset: Int
    /// When it arrived, in milliseconds since the epoch; never before the one in front of it.
    var time: Int
    /// Whether it was there at the start.
    var isEarly: Bool
    /// Whether a later one says all that it says.
    var isReplaced = false
  }

  /// The numbers of the last records of a subject that wait: one with tallies, and one without behind it.
  private struct Latest {
    var whole: (number: Int, revision: Int)?
    var short: (number: Int, revision: Int)?
  }

  private var records: [Record] = []
  private var head = 0
  /// How many were removed from ``records``.
  private var removed = 0
  private var latest: [[UInt8]: Latest] = [:]
  /// How many bytes wait.
  private(set) var byteCount = 0
  /// When the last one arrived.
  private(set) var lastTime: Int?

  var isEmpty: Bool { head == records.count }

  /// Adds a record, which replaces those of the same subject that have a lesser revision, if `stamp` is known.
  mutating func append(
    _ bytes: [UInt8], from offset: Int, at time: Int, isEarly: Bool, _ stamp: SumStamp? = nil
  ) {
    // A writer may have given it any time.
    let time = max(time, lastTime ?? .min)
    lastTime = time
    byteCount += bytes.count
    records.append(Record(bytes: bytes, offset: offset, time: time, isEarly: isEarly))
    if let stamp { replace(by: stamp, number: removed + records.count - 1) }
  }

  private mutating func replace(by stamp: SumStamp, number: Int) {
    var known = latest[stamp.subject] ?? Latest()
    let greatest = max(known.whole?.revision ?? .min, known.short?.revision ?? .min)
    guard stamp.revision > greatest else { return }
    let entry = (number: number, revision: stamp.revision)
    if let short = known.short { drop(short.number) }
    if stamp.isShort {
      known.short = entry
    } else {
      if let whole = known.whole { drop(whole.number) }
      known = Latest(whole: entry)
    }
    latest[stamp.subject] = known
    forgetPassedOn()
  }

  /// Forgets the subjects of records that wait no more, once they are more than those that do.
  private mutating func forgetPassedOn() {
    guard latest.count > 1_024 + 2 * (records.count - head) else { return }
    let first = removed + head
    latest = latest.filter {
      $0.value.whole?.number ?? .min >= first || $0.value.short?.number ?? .min >= first
    }
  }

  private mutating func drop(_ number: Int) {
    let index = number - removed
    guard index >= head else { return }
    byteCount -= records[index].bytes.count
    records[index].bytes = []
    records[index].isReplaced = true
    skipReplaced()
  }

  private mutating func skipReplaced() {
    while head < records.count, records[head].isReplaced { head += 1 }
    if isEmpty { latest = [:] }
    guard head > 1_024, head * 2 > records.count else { return }
    records.removeFirst(head)
    removed += head
    head = 0
  }

  /// The next one.
  var first: Record? { isEmpty ? nil : records[head] }

  /// Removes the next one.
  mutating func removeFirst() {
    byteCount -= records[head].bytes.count
    // Its bytes may be many.
    records[head].bytes = []
    head += 1
    skipReplaced()
  }
}
