import TestSupport
import Testing

@testable import hightide

/// What the metadata of a commit says.
struct PartitionCommitTests {
  private func commit(servers: Int) -> PartitionCommit {
    var commit = PartitionCommit()
    commit.time = 1_700_000_000_123
    commit.life = "#s44we8"
    commit.closedThrough = 169_999_999
    commit.folded = 1_234_567
    commit.forgottenThrough = -3
    commit.meaning = 0xFEDC_BA98_7654_3210
    commit.servers = (0..<servers).map {
      PartitionCommit.Server(
        hash: PartitionCommit.hash(Array("web\($0)".utf8)),
        clock: $0 % 3 == 0 ? nil : 1_700_000_000 - 50 * $0,
        closedThrough: $0 % 5 == 0 ? nil : 170_000_000 - $0)
    }
    return commit
  }

  @Test func isReadAsItWasWritten() throws {
    for commit in [PartitionCommit(), commit(servers: 0), commit(servers: 40)] {
      let offset = commit.folded
      let text = try #require(commit.text(at: offset))
      #expect(text.utf8.allSatisfy { $0 > 32 && $0 < 127 })
      #expect(PartitionCommit(text, at: offset) == commit)
    }
    // The place in the partition is kept relative to the offset.
    let text = try #require(commit(servers: 2).text(at: 1_000_000))
    #expect(PartitionCommit(text, at: 1_000_000)?.folded == 1_234_567)
  }

  @Test func whatDoesNotFitIsNotCut() throws {
    #expect(commit(servers: 220).text(at: 0) != nil)
    #expect(commit(servers: 600).text(at: 0) == nil)
  }

  @Test func whatAnotherProgramWroteIsNotRead() throws {
    let text = try #require(commit(servers: 3).text(at: 0))
    #expect(PartitionCommit("", at: 0) == nil)
    #expect(PartitionCommit("a note of somebody's", at: 0) == nil)
    var random = SeededRandom(seed: 1)
    for _ in 0..<500 {
      // Whatever it gives, it ends.
      var damaged = Array(text.utf8)
      damaged[random.below(damaged.count)] = UInt8(random.number(40...120))
      _ = PartitionCommit(String(decoding: damaged, as: UTF8.self), at: 0)
    }
  }

  @Test func bytesOfAnyLengthAreText() {
    for count in 0..<70 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      #expect(SixBitText.bytes(of: SixBitText.text(of: bytes)) == bytes)
    }
    #expect(SixBitText.bytes(of: "A") == nil && SixBitText.bytes(of: "A=") == nil)
  }
}
