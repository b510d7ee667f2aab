import Glibc

/// Traps, having said where and why: an optimised `precondition` would only trap.
func require(
  _ condition: Bool, _ rule: String = "", file: StaticString = #fileID, line: UInt = #line
) {
  guard !condition else { return }
  print("\(file):\(line): broken rule: \(rule)")
  abort()
}
