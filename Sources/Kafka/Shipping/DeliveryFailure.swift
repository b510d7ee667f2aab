/// Why records are refused, and what can be done about it.
enum DeliveryFailure {
  /// The words for a code; `mostBytes` is what the greatest records take.
  static func words(_ code: Int32, _ library: KafkaLibrary, mostBytes: String) -> String {
    let words = library.words(for: code)
    switch code {
    case KafkaCode.invalidTimestamp:
      return "\(words): the clock of this machine is ahead of the broker's; a topic made by "
        + "hightide topics create takes records all the same"
    case KafkaCode.messageTooLarge:
      return "\(words); the topic's max.message.bytes has to be \(mostBytes), or "
        + "message.max.bytes here less"
    default: return words
    }
  }
}
