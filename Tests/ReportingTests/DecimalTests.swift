import Testing

@testable import Reporting

private func text(_ append: (inout [UInt8]) -> Void) -> String {
  var bytes: [UInt8] = []
  append(&bytes)
  return String(decoding: bytes, as: UTF8.self)
}

@Test(arguments: [0, 7, 10, -42, 1_375, .max, .min])
func aWholeNumberIsItsDigits(number: Int) {
  #expect(text { $0.append(decimal: number) } == String(number))
}

@Test(
  arguments: [
    (0, 3, "0"), (3, 3, "3"), (0.3, 3, "0.3"), (10.008_333, 3, "10.008"), (458.333_3, 2, "458.33"),
    (0.000_4, 3, "0"), (0.000_5, 3, "0.001"), (0.062_5, 3, "0.063"), (9.999_6, 3, "10"),
    (0.05, 2, "0.05"), (100, 0, "100"), (2.5, 0, "3"), (-1.25, 1, "-1.3"),
    (1e15, 3, "1000000000000000"), (0x1p63, 2, "9223372036854776000"),
  ] as [(Double, Int, String)])
func aRoundedNumberHasNoMoreDigitsThanItNeeds(value: Double, places: Int, expected: String) {
  #expect(text { $0.append(value, places: places) } == expected)
}

@Test(
  arguments: [
    (10, "10"), (0.5, "0.5"), (0, "0"), (0.1, "0.1"), (1234.5678, "1234.5678"), (-2.5, "-2.5"),
    (0.000_01, "0.00001"), (1.5e-7, "0.00000015"), (1e16, "10000000000000000"),
    (1.25e20, "125000000000000000000"), (100.25, "100.25"),
  ] as [(Double, String)])
func anEnteredNumberIsWrittenAsItWasEntered(value: Double, expected: String) {
  #expect(text { $0.append(exactly: value) } == expected)
}

@Test(arguments: [.leastNonzeroMagnitude, .greatestFiniteMagnitude, 0.1 + 0.2, 1e300] as [Double])
func anEnteredNumberIsReadBackAsTheSame(value: Double) {
  let digits = text { $0.append(exactly: value) }
  #expect(!digits.contains("e"))
  #expect(Double(digits) == value)
}
