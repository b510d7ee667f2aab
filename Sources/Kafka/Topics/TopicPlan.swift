/// How a topic of the program's own is set up.
package struct TopicPlan: Equatable, Sendable {
  package var name: String
  package var partitions: Int
  /// Of the topic; the records' time is that of their arrival in all of them, so that retention counts from
  /// there, and a clock that is wrong has nothing refused.
  package var settings: [(name: String, value: String)]

  package init(name: String, partitions: Int, settings: [(name: String, value: String)]) {
    self.name = name
    self.partitions = partitions
    self.settings = settings
  }

  package static func == (left: TopicPlan, right: TopicPlan) -> Bool {
    left.name == right.name && left.partitions == right.partitions
      && left.settings.elementsEqual(right.settings, by: ==)
  }

  /// What the names of the program's own topics are.
  package static let names = ["logs", "metrics", "alerts"]

  /// The topics that a fleet needs.
  ///
  /// Lines are kept for so many seconds, sums for a week, and of alerts what each is now.
  package static func all(partitions: Int, retentionSeconds: Int) -> [TopicPlan] {
    let arrival = (name: "message.timestamp.type", value: "LogAppendTime")
    return [
      TopicPlan(
        name: "logs", partitions: partitions,
        settings: [
          arrival, ("cleanup.policy", "delete"), ("retention.ms", "\(retentionSeconds * 1000)"),
        ]),
      TopicPlan(
        name: "metrics", partitions: partitions,
        settings: [
          arrival, ("cleanup.policy", "delete"), ("retention.ms", "604800000"),
          // Records of busy servers have some megabytes.
          ("max.message.bytes", "16777216"),
        ]),
      TopicPlan(
        name: "alerts", partitions: 1,
        settings: [
          arrival, ("cleanup.policy", "compact"),
          // The newest segment is not compacted, and who becomes active reads all of it.
          ("segment.ms", "3600000"), ("min.cleanable.dirty.ratio", "0.1"),
        ]),
    ]
  }
}
