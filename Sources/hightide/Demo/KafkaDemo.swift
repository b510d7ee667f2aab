import Kafka
import Remote
import System
import Traffic

/// All roles of a fleet on brokers in memory: made-up servers whose lines are shipped, folded, judged and shown.
///
/// Each role is a child process of this program, and lines go from one to the next through pipes, so that no
/// file is left behind. ``run()`` is for a thread of its own.
final class KafkaDemo {
  /// A role that runs, and the one that reads what it writes.
  private struct Role {
    var name: String
    var child: ChildTalk
    /// The index of the reader; what has no reader is dropped.
    var reader: Int?
    var hasEnded = false
  }

  static let servers = 3
  static let windowSeconds = 30
  private static let rate = "2"
  /// What one of the servers goes through, so that there is something to be told.
  private static let surge = "45s+60sx8/3m"
  private static let pause = Duration.milliseconds(500)
  private static let pieceSize = 1 << 16

  private let brokers: MemoryBrokers
  private var roles: [Role] = []
  private let wakeUp: WakeUp
  private let stop: Interruption

  /// The topic of sums.
  let metrics: KafkaPlace

  /// Starts brokers and roles; `stop` ends them.
  init(until stop: Interruption) throws {
    self.stop = stop
    brokers = try MemoryBrokers(
      topics: [("logs", KafkaDemo.servers), ("metrics", KafkaDemo.servers), ("alerts", 1)])
    wakeUp = try WakeUp()
    let root = KafkaPlace.scheme + brokers.addresses
    guard let metrics = KafkaPlace("\(root)/metrics") else {
      throw KafkaError.client(text: "no broker can be started in memory")
    }
    self.metrics = metrics
    for number in 1...KafkaDemo.servers {
      let ship = try start(
        "ship", ["-", "--to", "\(root)/logs", "--server", "web\(number)", "--no-config"])
      var arguments = ["--rate", KafkaDemo.rate, "--seed", "\(number)"]
      if number == 2 { arguments += ["--surge", KafkaDemo.surge] }
      _ = try start("generate", arguments, for: ship)
    }
    _ = try start("fold", ["\(root)/logs", "--to", "\(root)/metrics", "--no-config"])
    _ = try start(
      "alert",
      ["--json", "--from-start", "-w", "\(KafkaDemo.windowSeconds)s", "--no-config", metrics.name])
  }

  private func start(_ name: String, _ arguments: [String], for reader: Int? = nil) throws -> Int {
    let child = try ChildTalk(
      ChildProgram("/proc/self/exe", [name] + arguments, timeLimit: .seconds(0)))
    roles.append(Role(name: name, child: child, reader: reader))
    return roles.count - 1
  }

  /// Passes lines on until it is stopped, and ends all roles; `complain` is called of one that ends by itself.
  func run(complain: (String) -> Void) {
    while !stop.isSet {
      var hasMoved = false
      for index in roles.indices where !roles[index].hasEnded {
        // At the end all of them are ended at once.
        if let complaint = pass(index, &hasMoved), stop.sleep(KafkaDemo.pause) {
          complain(complaint)
        }
      }
      if !hasMoved { _ = stop.sleep(.milliseconds(50)) }
    }
    // Those that write first, so that no reader complains of what is missing.
    for role in roles.reversed() { role.child.end() }
  }

  private func pass(_ index: Int, _ hasMoved: inout Bool) -> String? {
    do throws(SystemError) {
      let bytes = try roles[index].child.receive(atMost: KafkaDemo.pieceSize)
      if let reader = roles[index].reader, !roles[reader].hasEnded {
        roles[reader].child.send(bytes)
      }
      hasMoved = true
      guard bytes.isEmpty else { return nil }
    } catch {
      guard error != .wouldBlock else { return nil }
    }
    roles[index].hasEnded = true
    roles[index].child.end()
    let errors = String(decoding: roles[index].child.errors, as: UTF8.self)
    return "\(roles[index].name) ended: \(errors.split(separator: "\n").last ?? "without a word")"
  }
}
