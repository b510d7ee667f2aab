import Testing

@testable import LogTail

/// Which file it is, for all that may be known of it.
@Suite struct FileVerdictTests {
  struct Case: CustomStringConvertible {
    var former: FileEvidence.Former
    var likeness: [Likeness]
    var hasDistinctLines: [Bool] = [true, false]
    var isBeginningOfAnother: [Bool] = [true, false]
    var verdict: FileVerdict

    var description: String { "\(former) \(likeness) \(hasDistinctLines) → \(verdict)" }

    var evidence: [FileEvidence] {
      likeness.flatMap { likeness in
        hasDistinctLines.flatMap { distinct in
          isBeginningOfAnother.map {
            FileEvidence(
              former: former, likeness: likeness, hasDistinctLines: distinct,
              isBeginningOfAnother: $0)
          }
        }
      }
    }
  }

  static let cases = [
    // Rule 1: the same device and inode.
    Case(former: .here, likeness: [.continues, .edited], verdict: .same),
    Case(former: .here, likeness: [.shortened], hasDistinctLines: [true], verdict: .shortened),
    Case(former: .here, likeness: [.rewritten], hasDistinctLines: [true], verdict: .rewritten),
    Case(
      former: .here, likeness: [.shortened, .rewritten], hasDistinctLines: [false],
      verdict: .emptied),
    Case(former: .here, likeness: [.emptied, .other], verdict: .emptied),
    // Rule 2: the former file is still there, whatever the beginnings say.
    Case(
      former: .elsewhere, likeness: Likeness.allCases, isBeginningOfAnother: [false],
      verdict: .rotated),
    // Rule 3: it is gone, and the new one begins with all that was read.
    Case(former: .gone, likeness: [.continues], hasDistinctLines: [true], verdict: .moved),
    Case(
      former: .gone, likeness: [.continues], hasDistinctLines: [false],
      isBeginningOfAnother: [false], verdict: .new),
    // Rule 4: a copy of another log.
    Case(
      former: .gone, likeness: [.edited, .rewritten, .shortened, .emptied, .other],
      isBeginningOfAnother: [true], verdict: .copied),
    Case(
      former: .gone, likeness: [.continues], hasDistinctLines: [false],
      isBeginningOfAnother: [true], verdict: .copied),
    Case(
      former: .elsewhere, likeness: Likeness.allCases, isBeginningOfAnother: [true],
      verdict: .copied),
    // Otherwise: a new file.
    Case(
      former: .gone, likeness: [.edited, .rewritten, .shortened, .emptied, .other],
      isBeginningOfAnother: [false], verdict: .new),
  ]

  @Test(arguments: cases)
  func theFirstRuleThatAppliesAnswers(example: Case) {
    for evidence in example.evidence { #expect(FileVerdict(evidence) == example.verdict) }
  }

  @Test func allThatMayBeKnownIsInTheTableOnce() {
    let all = Self.cases.flatMap(\.evidence)
    let count = FileEvidence.Former.allCases.count * Likeness.allCases.count * 4
    #expect(all.count == count)
    #expect(all.indices.allSatisfy { index in !all[..<index].contains(all[index]) })
  }
}
