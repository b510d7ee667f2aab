/// What a topic is at the moment.
package struct TopicState: Equatable, Sendable {
  package enum Contents: Equatable, Sendable {
    case nothing
    /// The oldest and the newest records are the program's own.
    case own
    /// There are records that another program wrote.
    case foreign
  }

  package var name: String
  package var partitions: Int
  package var replicas: Int
  /// How many records can be read.
  package var records: Int
  package var contents: Contents
  /// Settings that brokers have for it.
  package var settings: [String: String]

  /// Whether records have the time of their arrival.
  package var hasArrivalTimes: Bool { settings["message.timestamp.type"] == "LogAppendTime" }
}
