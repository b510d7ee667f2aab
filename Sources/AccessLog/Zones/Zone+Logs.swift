import Synchronization

extension Zone {
  private static let logs = Mutex(Zone.local)

  /// The zone of the times of logs that state none.
  ///
  /// To be set once, before the first line is read: one run has one zone.
  package static var ofLogs: Zone {
    get { logs.withLock { $0 } }
    set { logs.withLock { $0 = newValue } }
  }

  /// Reads `local`, `UTC`, `Z` or an offset such as `+02:00`; `nil` for all else, such as the names of
  /// places, which are looked up elsewhere.
  package init?(entered text: String) {
    switch text {
    case "local": self = .local
    case "UTC", "utc", "Z", "GMT": self = .utc
    default:
      guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
      let digits = text.dropFirst().replacing(":", with: "")
      guard [2, 4].contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
        text.count == digits.count + 1 || text.count == 6 && text.dropFirst(3).first == ":",
        let hours = Int(digits.prefix(2)),
        let minutes = digits.count == 4 ? Int(digits.suffix(2)) : 0, hours < 24, minutes < 60
      else { return nil }
      self = .fixed(secondsEastOfUTC: (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60))
    }
  }
}
