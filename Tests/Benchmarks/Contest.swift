import Glibc

/// What times are compared by.
enum Measure: String {
  case wall = "wall time"
  /// On a machine that has other work, where a program with several threads waits more often.
  case processor = "processor time on its cores"

  /// The wall clock, unless other programs keep the cores busy; `getloadavg(3)`.
  static var forThisMachine: Measure {
    var load = 0.0
    let isKnown = unsafe getloadavg(&load, 1) == 1
    return isKnown && load > 0.5 * Double(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
      ? .processor : .wall
  }
}

/// Programs that read the same log in turn, so that what disturbs one disturbs all.
struct Contest {
  struct Contender {
    var name: String
    var command: [String]
    /// How many lines it is given; it may be too slow for all of them.
    var lines: Int
    var bytes: Int
    var output = "/dev/null"
    var runs: [Run] = []

    var wall: Double { median(runs.map(\.wall.seconds)) }
    var best: Double { runs.map(\.wall.seconds).min() ?? .nan }
    var processor: Double { median(runs.map(\.processor.seconds)) }
    var memory: Double { Double(runs.map(\.memory).max() ?? 0) / 1_024 }
    /// What is compared; a middle and a best that are both high are no accident.
    func time(by measure: Measure, cores: Double) -> Double {
      switch measure {
      case .wall: min(wall, best)
      case .processor: processor / cores
      }
    }

    var linesPerSecond: Double { Double(lines) / wall }
    var bytesPerSecond: Double { Double(bytes) / wall }
  }

  private(set) var contenders: [Contender] = []

  mutating func add(_ name: String, on log: Log, output: String = "/dev/null", _ command: [String])
  {
    contenders.append(
      Contender(
        name: name, command: command, lines: log.lines, bytes: log.bytes, output: output))
  }

  /// Runs each once to warm the page cache, and then `rounds` times in turn.
  mutating func run(rounds: Int) {
    for round in 0...rounds {
      for index in contenders.indices {
        let contender = contenders[index]
        let run = Process.run(contender.command, output: contender.output)
        guard run.status == 0 else { fail("\(contender.name) failed") }
        if round > 0 { contenders[index].runs.append(run) }
      }
    }
  }

  subscript(name: String) -> Contender? { contenders.first { $0.name == name } }

  /// Prints medians, and how many times the time of `wc -l` for as many lines each takes.
  func printTable(_ title: String) {
    print("\n\(title)")
    print("                       wall s    cpu s   M lines/s     MB/s  x wc -l   peak MiB")
    for contender in contenders {
      let name = contender.name
      print(
        "  \(name)\(String(repeating: " ", count: max(0, 18 - name.count)))",
        cell(text(contender.wall), 8), cell(text(contender.processor), 8),
        cell(text(contender.linesPerSecond / 1e6), 11),
        cell(text(contender.bytesPerSecond / 1e6), 8),
        cell(text(ratio(contender)), 8), cell(text(contender.memory), 10))
    }
  }

  private func ratio(_ contender: Contender) -> Double {
    guard let reference = contenders.first else { return .nan }
    return reference.linesPerSecond / contender.linesPerSecond
  }
}
