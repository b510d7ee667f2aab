/// How long a server took, or that the line does not say, in four bytes.
///
/// Exact to the nanosecond below 1 s, to the microsecond below 17 min, to the millisecond below
/// 12 days, and to the second beyond; cut off, not rounded. At most 34 years.
public struct LoggedDuration: Sendable, Equatable {
  /// Of a line that states none, or a negative one.
  public static let none = LoggedDuration(bits: .max)

  /// The number in the low 30 bits, its unit above.
  @usableFromInline let bits: UInt32

  @usableFromInline static var numberBits: UInt32 { @inlinable get { 30 } }
  @usableFromInline static var numberMask: UInt32 { @inlinable get { 1 << 30 - 1 } }

  @inlinable
  init(bits: UInt32) { self.bits = bits }

  /// A duration in nanoseconds; a negative one is ``none``.
  public init(nanoseconds: Int) {
    guard nanoseconds >= 0 else {
      self = .none
      return
    }
    let most = Int(LoggedDuration.numberMask)
    // Most take less than a second, for which nothing is divided.
    if nanoseconds < most {
      bits = UInt32(nanoseconds)
    } else if nanoseconds / 1_000 < most {
      bits = 1 << LoggedDuration.numberBits | UInt32(nanoseconds / 1_000)
    } else if nanoseconds / 1_000_000 < most {
      bits = 2 << LoggedDuration.numberBits | UInt32(nanoseconds / 1_000_000)
    } else if nanoseconds / 1_000_000_000 < most {
      bits = 3 << LoggedDuration.numberBits | UInt32(nanoseconds / 1_000_000_000)
    } else {
      // All bits set are no duration.
      bits = .max - 1
    }
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
  @inlinable @inline(__always)
  public var nanoseconds: Int? {
    guard bits != .max else { return nil }
    // 1, 1,000, 1,000,000 or 1,000,000,000, by the two bits of the unit.
    let unit = bits &>> LoggedDuration.numberBits
    let scale: Int = (unit & 1 != 0 ? 1_000 : 1) &* (unit & 2 != 0 ? 1_000_000 : 1)
    return Int(bits & LoggedDuration.numberMask) &* scale
  }

  /// In seconds; `nil` if the line states none.
  public var seconds: Double? { nanoseconds.map { Double($0) / 1_000_000_000 } }

  /// Of two lines; ``none`` exactly if neither states any, else of no meaning.
  ///
  /// Without a branch, for a loop that asks whether any of many lines states one.
  @inlinable @inline(__always)
  public static func both(_ left: LoggedDuration, _ right: LoggedDuration) -> LoggedDuration {
    LoggedDuration(bits: left.bits & right.bits)
  }
}

extension LoggedDuration: Hashable {}
