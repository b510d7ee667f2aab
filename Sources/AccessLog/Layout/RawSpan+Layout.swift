// Where fields of usual lines end; see ``LayoutFields/findUsual(_:_:from:to:)``.
extension RawSpan {
  /// The first place of a byte from `start` on, or one behind `end` if it is not before that.
  ///
  /// - Precondition: 32 bytes stand at `end`.
  @unsafe @inline(__always)
  func usualOffset(of byte: SIMD16<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      let marks = (unsafe uncheckedVector(at: index) .== byte).bits
      if marks != 0 { return index &+ marks.trailingZeroBitCount }
      index &+= 16
    }
    return end
  }

  /// The place where a byte stands for that many times from `start` on, or one that is not before `end`.
  ///
  /// - Precondition: 64 bytes stand at `end`.
  @unsafe @inline(__always)
  func usualOffset(
    of byte: SIMD16<UInt8>, times count: Int, from start: Int, to end: Int
  ) -> Int {
    guard count > 1 else { return unsafe usualOffset(of: byte, from: start, to: end) }
    var index = start
    var marks = unsafe uncheckedMarks(of: byte, at: index)
    var left = count
    while true {
      while marks == 0 {
        index &+= 64
        guard index < end else { return end }
        marks = unsafe uncheckedMarks(of: byte, at: index)
      }
      left &-= 1
      guard left > 0 else { return index &+ marks.trailingZeroBitCount }
      marks &= marks &- 1
    }
  }

  /// The first place from `start` on where no space or tab stands, or `end`.
  @unsafe @inline(__always)
  func endOfUsualSpaces(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, unsafe uncheckedByte(at: index).isSeparator { index &+= 1 }
    return index
  }
}
