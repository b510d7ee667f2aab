import Foundation
import TestSupport
import Testing

@testable import AccessLog

/// Logs of real servers, read to the last field.
struct SampleLogTests {
  /// What a server meant by one of its lines.
  struct Truth: Decodable, Equatable {
    var line: Int
    var client: String
    var time: Int
    var method: String
    var target: String?
    var status: Int
    var bytes: Int?
    var duration: Double?
  }

  private static let logs: [(name: String, format: String, isDurationKnown: Bool)] = [
    ("jetty-extended-ms", "combined", false), ("undertow-combined", "combined", true),
    ("vertx-default", "vertx", true), ("vertx-jul-console", "vertx in java.util.logging", true),
    ("reactor-netty", "common", false),
    ("spring-webflux-console", "reactor-netty in console", true),
    ("helidon", "helidon", true), ("quarkus-console", "common in console", true),
    ("pino-http", "pino", true), ("fastify", "fastify", true),
    ("express-winston", "express-winston", true), ("hapi-pino", "pino", true),
    ("express-bunyan", "bunyan", true), ("morgan-json", "json", true),
    ("winston-morgan-combined", "combined in json", true),
  ]

  private static func file(_ name: String) throws -> [UInt8] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Logs")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  private static func truths(_ name: String) throws -> [Truth] {
    try file("\(name).jsonl").split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Truth.self, from: Data($0))
    }
  }

  /// What is read of each hit, by the number of its line.
  private static func read(_ log: [UInt8], _ choice: FormatChoice) -> (SourceMemory, [Truth]) {
    let joined = unsafe PairedLines(log.span.bytes, 0..<log.count, SourceMemory(choice))
    var truths: [Truth] = []
    var number = 0
    for part in joined.parts {
      var parser = LineParser(part.memory)
      for line in joined.bytes[part.range].split(
        separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
      ).dropLast() {
        number += 1
        var text = LineText(Array(line))
        guard case .hit(let hit) = parser.parse(&text, 0..<text.lineEnd) else { continue }
        func string(_ range: Range<Int>) -> String {
          String(decoding: text.bytes[range], as: UTF8.self)
        }
        var client: [UInt8] = []
        unsafe ClientName(text.bytes.span.bytes, hit.client)
          .append(text.bytes.span.bytes, to: &client)
        truths.append(
          Truth(
            line: number, client: String(decoding: client, as: UTF8.self),
            time: hit.instant.seconds, method: hit.request.map { string($0.method) } ?? "-",
            target: hit.request.map {
              string($0.target) + ($0.query.map { "?" + string($0) } ?? "")
            }, status: hit.status, bytes: hit.responseBytes,
            duration: hit.details.duration.map { $0 / .seconds(1) }))
      }
    }
    return (joined.memory, truths)
  }

  @Test(arguments: logs)
  func everyFieldIsAsTheServerMeantIt(name: String, format: String, isDurationKnown: Bool) throws {
    let (memory, read) = Self.read(try Self.file("\(name).log"), .auto)
    #expect(memory.finding?.format.name == format)
    let truths = try Self.truths(name)
    #expect(read.map(\.line) == truths.map(\.line))
    for (hit, truth) in zip(read, truths) {
      var hit = hit
      var truth = truth
      if truth.bytes == nil { truth.bytes = 0 }
      if isDurationKnown, let meant = truth.duration {
        #expect(abs((hit.duration ?? -1) - meant) < 0.000_001, "\(name), line \(truth.line)")
      } else {
        #expect(hit.duration == nil)
      }
      hit.duration = nil
      truth.duration = nil
      #expect(hit == truth, "\(name), line \(truth.line)")
    }
  }

  /// Nothing in these lines says their unit, but the name of the format does.
  @Test(arguments: [
    ("reactor-netty", "reactor-netty"),
    ("jetty-extended-ms", #"%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i" %{ms}T"#),
  ])
  func namedFormatKnowsTheUnit(name: String, format: String) throws {
    let choice = try #require(FormatChoice(name: format))
    let (_, read) = Self.read(try Self.file("\(name).log"), choice)
    #expect(read.map(\.duration) == (try Self.truths(name)).map(\.duration))
  }

  @Test func koaLoggerHasNoHits() throws {
    let log = try Self.file("koa-logger.log")
    let (memory, read) = Self.read(log, .auto)
    #expect(memory.finding == nil && read.isEmpty)
    #expect(FileExplanation(log, .auto).advice?.contains("koa-logger") == true)
  }
}
