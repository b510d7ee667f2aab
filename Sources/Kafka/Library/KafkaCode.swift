/// The codes of errors that mean something to the program; below zero they are librdkafka's own.
enum KafkaCode {
  static let none: Int32 = 0
  static let offsetOutOfRange: Int32 = 1
  static let unknownTopicOrPartition: Int32 = 3
  static let leaderNotAvailable: Int32 = 5
  static let notLeader: Int32 = 6
  /// What is answered for a topic that is being made.
  static let ofNewTopics = [unknownTopicOrPartition, leaderNotAvailable, notLeader]
  static let messageTooLarge: Int32 = 10
  static let topicAuthorizationFailed: Int32 = 29
  static let invalidTimestamp: Int32 = 32
  static let topicAlreadyExists: Int32 = 36
  static let transport: Int32 = -195
  static let resolve: Int32 = -193
  static let partitionEnd: Int32 = -191
  static let unknownPartition: Int32 = -190
  static let unknownTopic: Int32 = -188
  static let allBrokersDown: Int32 = -187
  static let timedOut: Int32 = -185
  static let queueFull: Int32 = -184
  static let ssl: Int32 = -181
  static let authentication: Int32 = -169
  static let offsetReset: Int32 = -140
  static let revokePartitions: Int32 = -174
  static let assignPartitions: Int32 = -175
  static let maxPollExceeded: Int32 = -147
  static let noOffset: Int32 = -168
  static let fatal: Int32 = -150
  static let fenced: Int32 = -144
  /// What a writer is told in whose place another one has come.
  static let fencing: [Int32] = [fenced, 47, 90]
}
