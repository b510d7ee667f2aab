import AccessLog
private import Glibc
import Kafka
import Remote

/// `hightide topics`: makes, erases and shows topics.
struct TopicsRun {
  let options: TopicsOptions

  /// Does what is asked; returns the exit status.
  func run() -> Int32 {
    guard let place = options.place else { return 2 }
    return RoleRun.status {
      let admin = try TopicAdmin(place.brokers, options.kafka)
      let names = place.topic.isEmpty ? TopicPlan.names : [place.topic]
      return switch options.task {
      case .create: try create(admin)
      case .erase: try erase(names, admin)
      case .show: try show(names, admin)
      }
    }
  }

  private func tell(_ line: String) throws {
    try FileOutput.standard.write(Array("\(line)\n".utf8))
  }

  private func create(_ admin: TopicAdmin) throws -> Int32 {
    let replicas = try options.replicas ?? min(3, admin.brokerCount())
    for var plan in TopicPlan.all(
      partitions: options.partitions, retentionSeconds: options.retentionSeconds)
    {
      // A broker that is gone must not keep records from being taken.
      if replicas > 2 { plan.settings.append(("min.insync.replicas", "2")) }
      if try admin.create(plan, replicas: replicas) {
        try tell("\(plan.name): made, \(partitions(plan.partitions)), \(copies(replicas))")
      } else if let state = try admin.state(of: plan.name) {
        try tell("\(plan.name): is there already, \(partitions(state.partitions))")
        if !state.hasArrivalTimes {
          FileOutput.complain(
            "\(plan.name): its records have the times that writers give them, so that a wrong clock "
              + "has records refused or deleted at once; message.timestamp.type=LogAppendTime is better"
          )
        }
      }
    }
    return 0
  }

  private func erase(_ names: [String], _ admin: TopicAdmin) throws -> Int32 {
    var status: Int32 = 0
    var found: [TopicState] = []
    for name in names {
      guard let state = try admin.state(of: name) else {
        if names.count == 1 {
          FileOutput.complain("there is no topic '\(name)'")
          status = 1
        }
        continue
      }
      let isNamed = TopicPlan.names.contains(name)
      guard state.contents == .own || state.contents == .nothing && isNamed else {
        FileOutput.complain(
          "'\(name)' is not erased: "
            + (state.contents == .nothing
              ? "it is not a topic of hightide's"
              : "it has records that hightide did not write"))
        status = 1
        continue
      }
      found.append(state)
    }
    guard !found.isEmpty else {
      if status == 0 { try tell("there is nothing to erase") }
      return status
    }
    guard try options.isSure || isConfirmed(found) else {
      FileOutput.complain("nothing was erased; answer yes, or give --yes")
      return 1
    }
    for state in found {
      try admin.erase(state.name)
      try tell("\(state.name): erased")
    }
    return status
  }

  /// Asks on the terminal; where there is none, that is a no.
  private func isConfirmed(_ topics: [TopicState]) throws -> Bool {
    for topic in topics { try tell("\(topic.name): \(records(topic.records))") }
    guard InputKind.ofStandardInput == .terminal else { return false }
    try FileOutput.standard.write(Array("Erase with all that they hold? Type yes: ".utf8))
    return readLine() == "yes"
  }

  private func show(_ names: [String], _ admin: TopicAdmin) throws -> Int32 {
    var status: Int32 = 0
    for name in names {
      guard let state = try admin.state(of: name) else {
        try tell("\(name): is not there")
        status = 1
        continue
      }
      var words = [
        partitions(state.partitions), copies(state.replicas), records(state.records),
        state.hasArrivalTimes ? "times of arrival" : "times of the writers",
      ]
      switch state.settings["cleanup.policy"] {
      case "compact"?: words.append("the last record of each key is kept")
      case let policy?:
        let time = state.settings["retention.ms"].flatMap { Int($0) }
        words.append(
          (time.map { $0 < 0 ? "kept for ever" : "kept for \($0 / 1000) s" } ?? "kept")
            + (policy == "delete" ? "" : " (\(policy))"))
      case nil: break
      }
      if state.contents == .foreign { words.append("has records of other programs") }
      try tell("\(name): \(words.joined(separator: ", "))")
    }
    return status
  }

  private func partitions(_ count: Int) -> String {
    "\(count) \(count == 1 ? "partition" : "partitions")"
  }

  private func copies(_ count: Int) -> String {
    "on \(count) \(count == 1 ? "broker" : "brokers") each"
  }

  private func records(_ count: Int) -> String { "\(count) \(count == 1 ? "record" : "records")" }
}
