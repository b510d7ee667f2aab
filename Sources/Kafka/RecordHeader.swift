/// What the program's own header says of a record: `VERSION KIND`, and of lines and clocks
/// `VERSION KIND ORIGIN NUMBER`, in ASCII.
///
/// A record is of a line, and its value is that line; or it is of the clock of a machine that had no line
/// to send, and empty. The origin is one log as one place on disk keeps it; its lines are counted from 1 on,
/// and a line that is sent again, since it was not known to have arrived, has the same number.
///
/// Or it is of metrics, `1 metrics`: its value is the bytes of one `MetricsRecord` of the module `Fleet`,
/// which says by itself whose it is, and its key is the server's name. While a fold follows files it sends at
/// least one a second and server, whatever the traffic: without a new hit it is the record of the interval
/// that the clock is in once more, with a greater revision, and with the clock and the wall clock moved on.
/// A fold that reads a topic sends what has changed: what says there that a quiet server is there, such as
/// the records of clocks, moves its clock. A record of an interval that is under way may leave out its
/// tallies, and then those of the revision before it hold; one that is final has them.
enum RecordHeader: Equatable {
  case line(origin: UInt64, number: Int)
  /// Of a second since the epoch, in which the origin had no line.
  case clock(origin: UInt64, second: Int)
  case metrics
  /// A transition of an alert, as JSON.
  case alert
  /// How the rules of the fleet stand.
  case state
  /// Of a kind or a version that is not known.
  case unknown

  /// The header's name, as C takes it: a string would be copied for each record.
  static var nameBytes: UnsafePointer<CChar> {
    // A literal lives as long as the program, and ends with a zero.
    let name: StaticString = "hightide"
    return unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  }
  static let version = UInt8(ascii: "1")
  private static let line = Array(" line ".utf8)
  private static let clock = Array(" clock ".utf8)
  private static let ofMetrics = Array("1 metrics".utf8)
  private static let ofAlert = Array("1 alert".utf8)
  private static let ofState = Array("1 state".utf8)

  var bytes: [UInt8] {
    switch self {
    case .line(let origin, let number): RecordHeader.text(RecordHeader.line, origin, number)
    case .clock(let origin, let second): RecordHeader.text(RecordHeader.clock, origin, second)
    case .metrics: RecordHeader.ofMetrics
    case .alert: RecordHeader.ofAlert
    case .state: RecordHeader.ofState
    case .unknown: []
    }
  }

  private static func text(_ kind: [UInt8], _ origin: UInt64, _ number: Int) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(44)
    text.append(version)
    text += kind
    for shift in stride(from: 60, through: 0, by: -4) {
      text.append(hexadecimal[Int(origin >> UInt64(shift) & 15)])
    }
    text.append(UInt8(ascii: " "))
    text += "\(number)".utf8
    return text
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// Reads what stands in a header.
  ///
  /// - Complexity: O(length), without allocation.
  init(_ text: UnsafeRawBufferPointer) {
    self = .unknown
    guard unsafe text.first == RecordHeader.version else { return }
    if let rest = unsafe RecordHeader.rest(of: text, behind: RecordHeader.line),
      let (origin, number) = unsafe RecordHeader.numbers(text, from: rest)
    {
      self = .line(origin: origin, number: number)
    } else if let rest = unsafe RecordHeader.rest(of: text, behind: RecordHeader.clock),
      let (origin, second) = unsafe RecordHeader.numbers(text, from: rest)
    {
      self = .clock(origin: origin, second: second)
    } else if unsafe text.elementsEqual(RecordHeader.ofMetrics) {
      self = .metrics
    } else if unsafe text.elementsEqual(RecordHeader.ofAlert) {
      self = .alert
    } else if unsafe text.elementsEqual(RecordHeader.ofState) {
      self = .state
    }
  }

  private static func rest(of text: UnsafeRawBufferPointer, behind kind: [UInt8]) -> Int? {
    guard text.count > kind.count else { return nil }
    for index in kind.indices {
      // In bounds: the text is longer.
      guard unsafe text[index + 1] == kind[index] else { return nil }
    }
    return kind.count + 1
  }

  private static func numbers(
    _ text: UnsafeRawBufferPointer, from start: Int
  ) -> (UInt64, Int)? {
    guard text.count > start + 17, unsafe text[start + 16] == UInt8(ascii: " "),
      text.count <= start + 17 + 18
    else { return nil }
    var origin: UInt64 = 0
    for index in start..<start + 16 {
      let byte = unsafe text[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        origin = origin << 4 | UInt64(byte - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        origin = origin << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    var number = 0
    for index in start + 17..<text.count {
      let digit = unsafe text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    return (origin, number)
  }
}
