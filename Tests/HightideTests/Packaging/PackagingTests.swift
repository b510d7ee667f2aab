import Foundation
import Kafka
import Remote
import TestSupport
import Testing

@testable import hightide

/// What is in the package, as far as it can be told without installing it.
@Suite(.waiting) struct PackagingTests {
  private static let folder = URL(filePath: #filePath)
    .appending(path: "../../../../.packaging").standardized

  private func read(_ name: String) throws -> String {
    try String(contentsOf: PackagingTests.folder.appending(path: name), encoding: .utf8)
  }

  /// The values of a key of the unit.
  private func values(of key: String) throws -> [String] {
    try read("hightide.service").split(separator: "\n")
      .filter { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
  }

  @Test func theServiceRunsTheProgramAsItIs() throws {
    let line = try #require(try values(of: "ExecStart").first)
    let words = line.split(separator: " ").map(String.init)
    #expect(words.first == "/usr/bin/hightide")
    let folder = ScratchFolder()
    let settings = try folder.write("", to: "hightide.ini")
    // All but where the settings are and what else is given.
    let arguments = words.dropFirst().filter { $0.first != "$" }
      .map { $0 == "/etc/hightide.ini" ? settings : $0 }
    guard case .watch(let options) = try Command.parse(Array(arguments)) else {
      Issue.record("\(arguments)")
      return
    }
    #expect(options.output == .plain && options.namesNoFile)
    #expect(options.stateFile == "/var/lib/hightide/state")
  }

  @Test func theServiceMayDoNothingElse() throws {
    for key in [
      "DynamicUser", "ProtectHome", "PrivateDevices", "PrivateTmp", "NoNewPrivileges",
      "ProtectKernelModules", "RestrictNamespaces", "MemoryDenyWriteExecute",
    ] {
      #expect(try values(of: key) == ["yes"], "\(key)")
    }
    #expect(try values(of: "ProtectSystem") == ["strict"])
    #expect(try values(of: "SupplementaryGroups") == ["adm"])
    #expect(try values(of: "CapabilityBoundingSet") == [""])
    #expect(try values(of: "StateDirectory") == ["hightide"])
  }

  @Test(arguments: ["postinst", "prerm", "postrm"])
  func aScriptOfThePackageIsOne(name: String) throws {
    let path = PackagingTests.folder.appending(path: "debian/\(name)").path()
    let shell = try PipedProcess(["-n", path], program: "/bin/sh")
    #expect(shell.waitForExit() == 0)
    #expect(shell.errors.isEmpty, "\(shell.complaints)")
    #expect(try read("debian/\(name)").hasPrefix("#!/bin/sh\nset -e\n"))
  }

  @Test func theContainerHoldsTheStaticFileAndIsNotRoot() throws {
    let lines = try read("Containerfile").split(separator: "\n").filter { $0.first != "#" }
    #expect(lines.first == "FROM scratch")
    #expect(lines.contains("COPY .build/static/hightide /hightide"))
    #expect(lines.contains("ENTRYPOINT [\"/hightide\"]"))
    let user = try #require(lines.first { $0.hasPrefix("USER ") })
    #expect(user != "USER 0" && !user.contains("root"))
    let makefile = try String(
      contentsOf: PackagingTests.folder.appending(path: "../Makefile"), encoding: .utf8)
    #expect(makefile.contains("STATIC := .build/static/hightide"))
  }

  @Test func theServicesOfTheComposeFileAreCommands() throws {
    let lines = try read("compose.yaml").split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let commands = lines.filter { $0.hasPrefix("command: ") }.map {
      $0.dropFirst("command: ".count)
    }
    #expect(commands.count == 3)
    for command in commands {
      let words = try JSONDecoder().decode([String].self, from: Data(command.utf8))
      switch try Command.parse(words) {
      case .watch(let options):
        #expect(options.files == ["/logs/access.log"])
      case .generate(let options):
        #expect(options.file == "/logs/access.log" && options.rate != nil)
      default: Issue.record("\(words)")
      }
    }
    #expect(!lines.contains { $0.hasPrefix("privileged") })
  }

  @Test func theFleetOfTheComposeFileHasAllRoles() throws {
    let lines = try read("compose-fleet.yaml").split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    var roles: [String] = []
    for line in lines where line.hasPrefix("command: ") {
      let text = line.dropFirst("command: ".count)
      switch try Command.parse(try JSONDecoder().decode([String].self, from: Data(text.utf8))) {
      case .topics(let options): roles.append("topics \(options.place?.name ?? "")")
      case .generate(let options): roles.append("generate \(options.file ?? "")")
      case .ship(let options):
        roles.append("ship \(options.files.joined()) \(options.place?.name ?? "")")
      case .fold(let options):
        roles.append("fold \(options.watch.files.joined()) \(options.place?.name ?? "")")
      case .alert(let options): roles.append("alert \(options.place?.name ?? "")")
      case .watch(let options): roles.append("watch \(options.files.joined())")
      default: Issue.record("\(line)")
      }
    }
    let root = "kafka://kafka:9092"
    #expect(
      roles == [
        "topics \(root)", "generate /logs/access.log", "ship /logs/access.log \(root)/logs",
        "fold \(root)/logs \(root)/metrics", "alert \(root)/metrics", "watch \(root)/metrics",
      ])
    #expect(lines.count { $0 == "deploy: {replicas: 2}" } == 2)
    #expect(!lines.contains { $0.hasPrefix("privileged") })
    let image = try read("Containerfile.fleet")
    #expect(image.contains("COPY .build/release/hightide /usr/bin/hightide"))
    // What the program loads at the first kafka://.
    #expect(image.contains(KafkaLibrary.package) && image.contains("\nUSER 65534:65534\n"))
  }
}
