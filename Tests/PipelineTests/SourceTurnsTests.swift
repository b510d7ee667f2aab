import AccessLog
import Alerting
import Feed
import Synchronization
import Testing
import Traffic

@testable import Pipeline

/// Gives numbered elements, and notes how many ask for one at the same time.
private struct SlowSource: AsyncSequence, AsyncIteratorProtocol, Sendable {
  struct Broken: Error {}
  typealias Element = Intake

  let count: Int
  var breaksAtTheEnd = false
  let asking = Count()
  let mostAsking = GreatestNumber()
  private var given = 0

  init(_ count: Int, breaksAtTheEnd: Bool = false) {
    self.count = count
    self.breaksAtTheEnd = breaksAtTheEnd
  }

  func makeAsyncIterator() -> SlowSource { self }

  mutating func next() async throws -> Intake? {
    mostAsking.note(asking.add(1))
    for _ in 0..<3 { await Task.yield() }
    asking.add(-1)
    given += 1
    if given <= count { return .earlierEnds(coveredSince: Instant(given - 1), isAll: false) }
    if breaksAtTheEnd { throw Broken() }
    return nil
  }
}

private final class Count: Sendable {
  private let kept = Mutex(0)

  var value: Int { kept.withLock { $0 } }

  @discardableResult
  func add(_ difference: Int) -> Int {
    kept.withLock { count in
      count += difference
      return count
    }
  }
}

struct SourceTurnsTests {
  private let aggregator = aggregator(limit: 1_000)

  private static func aggregator(limit: Int) -> Aggregator {
    let settings = WatchSettings(
      timing: Timing(), rules: [], top: 1, isFollowing: false, scanner: LineScanner(nameKey: 7))
    return Aggregator(Watch(settings, startsWithContext: false), limit: limit)
  }

  /// What a worker takes until there is no more: the number of each element, and which it is.
  private func take(_ turns: SourceTurns<SlowSource>) async throws -> [Int: Int] {
    var taken: [Int: Int] = [:]
    while let turn = try await turns.next() {
      guard case .earlierEnds(let place?, _) = turn.item else { continue }
      taken[turn.number] = place.seconds
      // Now and then another worker comes first.
      await Task.yield()
    }
    return taken
  }

  @Test(arguments: [1, 2, 7])
  func eachElementIsTakenOnceByOneWorkerAtATime(workers: Int) async throws {
    let source = SlowSource(200)
    let turns = SourceTurns(source, for: aggregator)
    let taken = try await withThrowingTaskGroup { group in
      for _ in 0..<workers { group.addTask { try await take(turns) } }
      return try await group.reduce(into: [:]) { all, some in
        all.merge(some) { first, _ in
          Issue.record("an element was taken twice")
          return first
        }
      }
    }
    #expect(taken == Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, $0) }))
    #expect(source.mostAsking.greatest == 1)
  }

  @Test func anElementIsGivenOnceItIsAdmitted() async throws {
    let aggregator = SourceTurnsTests.aggregator(limit: 2)
    let turns = SourceTurns(SlowSource(20), for: aggregator)
    let given = GreatestNumber()
    for _ in 0..<2 { _ = try await turns.next() }
    async let third = takeOne(of: turns, noting: given)
    for _ in 0..<50 { await Task.yield() }
    #expect(given.greatest == 0)
    await aggregator.add(.earlierEnds(coveredSince: nil, isAll: false), number: 0)
    try await third
    #expect(given.greatest == 2)
  }

  private func takeOne(
    of turns: SourceTurns<SlowSource>, noting given: GreatestNumber
  ) async throws {
    given.note(try #require(try await turns.next()).number)
  }

  @Test func oneWorkerIsToldOfTheErrorAndAllAreAtTheEnd() async throws {
    let turns = SourceTurns(SlowSource(20, breaksAtTheEnd: true), for: aggregator)
    let errors = Count()
    await withDiscardingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          do { _ = try await take(turns) } catch { errors.add(1) }
        }
      }
    }
    #expect(errors.value == 1)
    #expect(try await turns.next() == nil)
  }
}
