import Foundation
import Glibc
import TestSupport
import Testing

/// Another client reads what the program writes, and writes what the program reads.
@Suite(.waiting) struct KcatTests {
  private let folder = ScratchFolder()
  private let brokers: TestBrokers

  init() throws { brokers = try TestBrokers() }

  private func name(_ topic: String) -> String {
    topic.split(separator: "/").last.map(String.init) ?? ""
  }

  private func kcat(_ arguments: [String]) throws -> PipedProcess {
    let kcat = try PipedProcess(
      ["-q", "-b", brokers.addresses] + arguments, program: "/usr/bin/kcat")
    #expect(kcat.waitForExit() == 0, "\(kcat.complaints)")
    return kcat
  }

  @Test func linesThatWereShippedAreThereAsTheyWereWritten() throws {
    let topic = try brokers.topic(partitions: 1)
    let lines = (0..<20).map { LogLine.request("/ü/\($0)") }
    let program = try PipedProcess(
      ["ship", "-", "--to", topic, "--server", "web1", "--no-config"], input: .pipe)
    program.send(lines.joined())
    program.closeInput()
    #expect(program.waitForExit() == 0, "\(program.complaints)")
    let read = try kcat(["-C", "-e", "-t", name(topic), "-f", "%k|%h|%s\\n"]).lines
    let parts = read.map { $0.split(separator: "|", maxSplits: 2).map(String.init) }
    let sent = parts.filter { $0.count == 3 }
    #expect(sent.map { $0[2] + "\n" } == lines)
    #expect(sent.allSatisfy { $0[0] == "web1" })
    let origin = try #require(sent.first?[1].split(separator: " ").dropFirst(2).first)
    #expect(sent.map { $0[1] } == (1...20).map { "hightide=1 line \(origin) \($0)" })
  }

  @Test func sumsThatAreCopiedAddUpToTheSame() throws {
    let topic = try brokers.topic(partitions: 1)
    let copy = try brokers.topic(partitions: 1)
    let lines = (0..<30).map {
      LogLine.request("/\($0)", at: Date(timeIntervalSince1970: 1_700_000_000 + Double($0)))
    }
    try folder.append(lines.joined(), to: "access.log")
    let fold = try PipedProcess([
      "fold", "--replay", folder("access.log"), "--to", topic, "--server", "web1", "--no-config",
    ])
    #expect(fold.waitForExit() == 0, "\(fold.complaints)")
    let read = try kcat(["-C", "-e", "-t", name(topic), "-f", "%R%s"]).output
    var (files, place): ([String], Int) = ([], 0)
    while read.count - place >= 4 {
      let count = read[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let record = Array(read[(place + 4)..<(place + 4 + count)])
      files.append(try folder.write(record, to: "record\(files.count)"))
      place += 4 + count
    }
    #expect(files.count >= 3)
    // Twice, and the other way round: repeats and order do no harm.
    let arguments = ["-P", "-t", name(copy), "-k", "web1", "-H", "hightide=1 metrics"]
    _ = try kcat(arguments + files)
    _ = try kcat(arguments + files.reversed())
    let program = try PipedProcess(["--json", "--from-start", "--no-config", "--utc", copy])
    #expect(
      try program.wait {
        try $0.reports.reduce(0) { $0 + ($1.type == "interval" ? $1.hits ?? 0 : 0) } >= 20
      }, "\(program.lines)")
    program.signal(SIGTERM)
    #expect(program.waitForExit() == 0)
    #expect(try program.reports.last?.hits == 30 && program.reports.last?.lines == 30)
  }
}
