import TestSupport

@testable import LogTail

/// Looks at logs now and then: by one run that continues, or each time by a new one that resumes.
struct Onlooker {
  enum Way: CaseIterable {
    case following
    case resuming
  }

  let sources: [String]
  let way: Way
  private(set) var session: TailSession
  private(set) var positions: [FilePosition] = []
  private let mode: TailConfiguration.Mode = .follow(backfillSeconds: 0)
  private let excluded: [String]

  /// Has the first look.
  init(_ sources: [String], _ way: Way, excluded: [String] = []) throws {
    self.sources = sources
    self.way = way
    self.excluded = excluded
    session = try TailSession(sources, mode, excluded: excluded)
    remember(session.read())
  }

  /// What there is to count since the look before.
  mutating func read() throws -> String { try look().text(.live) }

  mutating func look() throws -> Reading {
    if way == .resuming {
      session = try TailSession(sources, mode, resumeFrom: positions, excluded: excluded)
    }
    let reading = session.read()
    remember(reading)
    return reading
  }

  mutating func wait(_ time: Duration) { session.wait(time) }

  private mutating func remember(_ reading: Reading) {
    for item in reading.items {
      switch item {
      case .lines(let batch) where batch.origin == .live: note(batch.positions)
      case .caughtUp(_, _, let positions): note(positions)
      case .lines, .source, .earlier, .earlierEnds, .tallies: break
      }
    }
  }

  private mutating func note(_ news: [FilePosition]) {
    for position in news {
      let index = positions.firstIndex {
        $0.path == position.path && $0.identity == position.identity
      }
      if let index, positions[index].content == position.content, !position.isForgotten {
        continue
      }
      if let index { positions.remove(at: index) }
      if position.isForgotten { continue }
      if !position.isClosed || index != nil { positions.append(position) }
    }
  }
}

extension ScratchFolder {
  /// Puts a file in place of another as rsync, `sed -i` and editors do: a new one, renamed over it.
  func replace(_ name: String, _ text: String) throws {
    try write(text, to: ".temporary")
    rename(".temporary", name)
  }
}
