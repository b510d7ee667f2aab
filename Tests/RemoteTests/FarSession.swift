import AccessLog
import Feed
import LogTail
import System
import TestSupport

@testable import Remote

/// Follows a log of this machine as one of another is followed, through a shell, under a clock that moves
/// when it is told to.
struct FarSession {
  static let token = "4x7k2"

  let path: String
  private let place: SshPlace
  var log: FarLog
  private(set) var lines: [UInt8] = []
  private(set) var context: [UInt8] = []
  private(set) var events: [String] = []
  private(set) var positions: [FilePosition] = []
  private(set) var hasCaughtUp = false
  private var child: ChildTalk?
  private var reader: FarReader
  var now = Duration.seconds(1_000)

  init(
    _ path: String, _ mode: TailConfiguration.Mode = .fromStart, seconds: Int = 0,
    positions: [FilePosition] = []
  ) {
    self.path = path
    place = SshPlace(user: nil, host: "web1", port: nil, path: path)
    log = FarLog(
      place, remoteKnowledge, server: Array("web1".utf8),
      FarLog.Beginning(mode: mode, seconds: seconds, positions: positions), at: now)
    reader = FarReader(token: FarSession.token, path: path)
  }

  var text: String { String(decoding: lines, as: UTF8.self) }

  /// Breaks the connection; what was asked is not answered.
  mutating func disconnect() {
    child = nil
    log.disconnect(at: now)
  }

  /// Asks until one round of questions has been answered, or that many questions.
  mutating func settle(questions: Int = .max) throws {
    now += .seconds(1)
    var left = questions
    while left > 0, let question = log.next(at: now) {
      left -= 1
      let child = try connected()
      reader.expect(atMost: question.limit)
      child.send(Array(question.text.utf8) + [newline])
      try receive(from: child)
    }
  }

  private mutating func connected() throws -> ChildTalk {
    if let child { return child }
    let started = try ChildTalk(ChildProgram("/bin/sh", [], timeLimit: .zero))
    reader = FarReader(token: FarSession.token, path: path)
    started.send(FarShell.script(token: FarSession.token, path: path))
    child = started
    try receive(from: started)
    return started
  }

  /// Takes what comes until an answer is whole.
  private mutating func receive(from child: ChildTalk) throws {
    let wakeUp = try WakeUp()
    while true {
      child.send([])
      guard wakeUp.wait(atMost: .milliseconds(Patience.limit), orFor: child.numbers) else {
        throw FarFault("no answer")
      }
      let bytes: [UInt8]
      do throws(SystemError) {
        bytes = try child.receive(atMost: 65_536)
      } catch {
        guard error == .wouldBlock else { throw error }
        continue
      }
      guard !bytes.isEmpty else { throw FarFault("it ended", child.errors) }
      let answers = try reader.take(bytes)
      for answer in answers {
        take(log.take(answer, at: now, wall: Int(MachineClock.wall.components.seconds)))
      }
      if !answers.isEmpty { return }
    }
  }

  private mutating func take(_ items: [TailItem]) {
    for item in items {
      switch item {
      case .lines(let batch):
        if batch.origin == .backfill { context += batch.bytes } else { lines += batch.bytes }
        note(batch.positions)
      case .source(let event): events.append(event.change.word)
      case .caughtUp(_, _, let positions):
        hasCaughtUp = true
        note(positions)
      case .earlier, .earlierEnds, .tallies: break
      }
    }
  }

  private mutating func note(_ new: [FilePosition]) {
    for position in new {
      positions.removeAll { $0.identity == position.identity }
      positions.append(position)
    }
  }
}
