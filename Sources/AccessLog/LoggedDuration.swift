/// How long a server took, or that the line does not say, in four bytes.
///
/// Exact to the nanosecond below 1 s, to the microsecond below 17 min, to the millisecond below
/// 12 days, and to the second beyond; cut off, not rounded. At most 34 years.
public struct LoggedDuration: Sendable, Equatable {
  /// Of a line that states none, or a negative one.
  public static let none = LoggedDuration(bits: .max)

  /// The number in the low 30 bits, its unit above.
  private let bits: UInt32

  private static let numberBits = 30
  private static let numberMask: UInt32 = 1 << 30 - 1
  /// The nanoseconds of each unit.
  private static let units: InlineArray<4, Int> = [1, 1_000, 1_000_000, 1_000_000_000]

  private init(bits: UInt32) { self.bits = bits }

  /// A duration in nanoseconds; a negative one is ``none``.
  public init(nanoseconds: Int) {
    guard nanoseconds >= 0 else {
      self = .none
      return
    }
    for unit in 0..<4 {
      let number = nanoseconds / LoggedDuration.units[unit]
      guard number >= Int(LoggedDuration.numberMask) else {
        bits = UInt32(unit) << 30 | UInt32(number)
        return
      }
    }
    // All bits set are no duration.
    bits = .max - 1
  }

  /// The same duration, or ``none`` for `nil`.
  public init(_ duration: Duration?) {
    guard let (seconds, attoseconds) = duration?.components else {
      self = .none
      return
    }
    let (whole, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, isOverToo) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    // What is too large in either direction keeps its sign.
    self.init(nanoseconds: isOver || isOverToo ? (seconds < 0 ? -1 : .max) : Int(sum))
  }

  /// `nil` if the line states none.
  @inline(__always)
  public var nanoseconds: Int? {
    guard bits != .max else { return nil }
    return Int(bits & LoggedDuration.numberMask)
      &* LoggedDuration.units[Int(bits &>> UInt32(LoggedDuration.numberBits))]
  }

  /// In seconds; `nil` if the line states none.
  public var seconds: Double? { nanoseconds.map { Double($0) / 1_000_000_000 } }

  /// Of two lines; ``none`` exactly if neither states any, else of no meaning.
  ///
  /// Without a branch, for a loop that asks whether any of many lines states one.
  @inline(__always)
  public static func both(_ left: LoggedDuration, _ right: LoggedDuration) -> LoggedDuration {
    LoggedDuration(bits: left.bits & right.bits)
  }
}

extension LoggedDuration: Hashable {}
