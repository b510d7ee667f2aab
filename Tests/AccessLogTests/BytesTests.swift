import TestSupport
import Testing

@testable import AccessLog

struct BytesTests {
  @Test
  func firstOffsetIsThePlaceOrTheEndOfTheRange() {
    let bytes: [UInt8] = [1, 2, 3, 2, 1]
    #expect(bytes.firstOffset(of: 2, from: 0, to: 5) == 1)
    #expect(bytes.firstOffset(of: 2, from: 2, to: 5) == 3)
    #expect(bytes.firstOffset(of: 2, from: 2, to: 3) == 3)
    #expect(bytes.firstOffset(of: 9, from: 0, to: 5) == 5)
    #expect(bytes.firstOffset(of: 1, from: 5, to: 5) == 5)
    #expect([UInt8]().firstOffset(of: 1, from: 0, to: 0) == 0)
  }

  @Test
  func wordHoldsTheFirstByteLowest() {
    let bytes: [UInt8] = [0, 1, 2, 3, 4, 5, 6, 7, 8]
    #expect(bytes.word(at: 1) == 0x0807_0605_0403_0201)
  }

  @Test(arguments: 0...70)
  func rangesAreEqualOnlyIfEveryByteIs(length: Int) {
    let bytes = (0..<length).map { UInt8($0) }
    let shifted = [99, 98] + bytes + [97]
    #expect(shifted.equals(2..<2 + length, bytes, at: 0))
    for index in 0..<length {
      var other = bytes
      other[index] ^= 0x80
      #expect(!shifted.equals(2..<2 + length, other, at: 0))
    }
  }

  @Test(arguments: 0...40)
  func aCopyIsTheRangeAndZeros(length: Int) {
    for slack in [0, 7, 16, 40] {
      let bytes =
        [9, 9, 9] + (0..<length).map { UInt8($0 + 1) } + Array(repeating: 8, count: slack)
      var target = Array(repeating: UInt8(7), count: 64)
      var letters = target.mutableSpan
      var arena = unsafe letters.mutableBytes
      unsafe bytes.span.bytes.copy(3..<3 + length, to: &arena, at: 5)
      let written = (length + 15) / 16 * 16
      let expected =
        Array(repeating: 7, count: 5) + bytes[3..<3 + length]
        + Array(repeating: 0, count: written - length)
        + Array(repeating: 7, count: 64 - 5 - written)
      #expect(target == expected)
    }
  }

  /// On any processor.
  @Test func aMaskHasABitForEachPlace() {
    var random = SeededRandom(seed: 3)
    for _ in 0..<1_000 {
      let places = UInt64(random.below(1 << 16))
      var mask = SIMDMask<SIMD16<Int8>>(repeating: false)
      for place in 0..<16 { mask[place] = places >> UInt64(place) & 1 == 1 }
      #expect(mask.bits == places)
      #expect(mask.portableBits == places)
    }
  }

  @Test func capitalsAreAToZ() {
    for byte in UInt8.min ... .max {
      let isCapital = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
      for place in 0..<8 {
        // Among capitals and among others, which must not spill over.
        for other in [UInt8(ascii: "Q"), 0, 0xFF] {
          var bytes = Array(repeating: other, count: 8)
          bytes[place] = byte
          let mark = bytes.word(at: 0).nonCapitalMarks >> UInt64(8 * place) & 0xFF
          #expect(mark == (isCapital ? 0 : 0x80))
        }
      }
    }
  }

  /// Names of a few letters that begin alike, of bytes from 0 to 255.
  @Test func rangesPrecedeOneAnotherInByteOrder() {
    var random = SeededRandom(seed: 5)
    let letters: [UInt8] = [0, 1, 47, 97, 128, 255]
    for _ in 0..<4_000 {
      let beginning = (0..<random.below(20)).map { _ in letters[random.below(2)] }
      let (one, other) = (
        beginning + (0..<random.below(3)).map { _ in letters[random.below(6)] },
        beginning + (0..<random.below(3)).map { _ in letters[random.below(6)] }
      )
      // What stands around them is no part of them.
      let (left, right) = ([7] + one + [9], one.isEmpty ? other : other + [200])
      #expect(
        (unsafe left.span.bytes).precedes(
          1..<1 + one.count, unsafe right.span.bytes, 0..<other.count)
          == one.lexicographicallyPrecedes(other), "\(one) \(other)")
    }
  }
}
