import TestSupport
import Testing

@testable import LogTail

/// Schedules of everything that happens to a log, drawn from a seed: every line comes once, in the
/// order in which it was written.
@Suite struct ScheduleTests {
  let scratch = ScratchFolder()

  @Test(arguments: 1...16)
  func everyLineComesOnceAndInOrder(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var writer = LogWriter(scratch("access.log"))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    var written = 0
    var rotations = 0
    var text = ""
    var isNamed = true
    var isUnfinished = false

    func writeLine(finished: Bool) {
      if isUnfinished {
        writer.write(" rest\n")
        isUnfinished = false
      }
      writer.write("\(written)" + (finished ? " line\n" : " in pieces"))
      written += 1
      isUnfinished = !finished
    }

    for _ in 0..<300 {
      switch Int.random(in: 0..<12, using: &random) {
      case 0..<5:
        for _ in 0..<Int.random(in: 1..<40, using: &random) { writeLine(finished: true) }
      case 5:
        writeLine(finished: false)
      case 6 where isNamed:
        rotations += 1
        scratch.rename("access.log", "access.log-\(10_000_000 + rotations)")
        isNamed = false
      case 7, 8:
        // The server is told of the rotation, or starts again.
        guard !isNamed else { continue }
        if isUnfinished { writeLine(finished: true) }
        writer = LogWriter(scratch("access.log"))
        isNamed = true
      case 9 where isNamed && !isUnfinished:
        // What is emptied before it is read is lost to anyone.
        text += session.read().text
        scratch.truncate("access.log")
      case 10:
        session.wait(.seconds(Int.random(in: 0..<90, using: &random)))
      default:
        text += session.read().text
      }
    }
    if isUnfinished { writeLine(finished: true) }
    text += session.read().text
    let numbers = text.split(separator: "\n").compactMap { Int($0.prefix { $0 != " " }) }
    let firstWrong = zip(numbers, 0...).first { $0 != $1 }
    #expect(firstWrong.map { "\($0) at \($1)" } == nil)
    #expect(numbers.count == written)
    #expect(rotations > 5)
  }

  @Test(arguments: 1...4)
  func severalLogsAreReadToTheLine(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let names = (0..<4).map { "vhost\($0).log" }
    for name in names { scratch.append(name, "") }
    var session = try TailSession([scratch("*.log")])
    var written: Set<String> = []
    var read: [String] = []
    for round in 0..<300 {
      let name = names[Int.random(in: 0..<names.count, using: &random)]
      switch Int.random(in: 0..<8, using: &random) {
      case 0..<5:
        for number in 0..<Int.random(in: 1..<20, using: &random) {
          let line = "\(round) \(name) \(number)"
          scratch.append(name, line + "\n")
          written.insert(line)
        }
      case 5:
        scratch.rename(name, "\(name).\(99_999 - round)")
        scratch.append(name, "")
      case 6:
        session.wait(.seconds(30))
      default:
        read += session.read().text.split(separator: "\n").map(String.init)
      }
    }
    read += session.read().text.split(separator: "\n").map(String.init)
    let isExact = read.count == written.count && Set(read) == written
    #expect(isExact)
  }
}
