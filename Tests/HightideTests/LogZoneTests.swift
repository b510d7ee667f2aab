import Foundation
import TestSupport
import Testing

/// `--zone`, as it is run.
@Suite(.waiting) struct LogZoneTests {
  private static let line = #"192.0.2.1 - - [08/Jul/2020 10:10:30] "GET /a HTTP/1.1" 200 7"# + "\n"
  private static let json =
    #"{"time":"2020-07-08 10:10:30","remote_addr":"192.0.2.1","status":200}"# + "\n"

  @Test(arguments: [
    ("+02:00", "2020-07-08T08:10:30Z"), ("UTC", "2020-07-08T10:10:30Z"),
    ("Europe/Berlin", "2020-07-08T08:10:30Z"), ("America/New_York", "2020-07-08T14:10:30Z"),
  ])
  func timesWithoutAZoneAreOfThatZone(zone: String, utc: String) throws {
    let folder = ScratchFolder()
    for text in [Self.line, Self.json] {
      let log = try folder.write(text, to: "access.log")
      let program = try PipedProcess(["--replay", "--json", "--zone", zone, log])
      #expect(program.waitForExit() == 0)
      #expect(program.lines.last?.contains(#""start":"\#(utc)""#) == true)
      let explained = try PipedProcess(["explain", "--zone=\(zone)", log])
      #expect(explained.waitForExit() == 0)
      #expect(explained.lines.contains { $0.contains("time \(utc)") })
    }
    let settings = try folder.write("[watch]\nzone = \(zone)\n", to: "config.ini")
    let log = folder("access.log")
    let program = try PipedProcess(["--replay", "--json", "-c", settings, log])
    #expect(program.waitForExit() == 0)
    #expect(program.lines.last?.contains(#""start":"\#(utc)""#) == true)
  }

  @Test(arguments: ["Mars/Base", "../../etc/passwd", "/etc/localtime", "+25:00", ""])
  func unknownZonesAreRefused(zone: String) throws {
    let program = try PipedProcess(["--replay", "--zone", zone, "/dev/null"])
    #expect(program.waitForExit() == 2)
    let errors = String(decoding: program.errors, as: UTF8.self)
    #expect(errors.contains("--zone") && errors.contains("Europe/Berlin"))
  }
}
