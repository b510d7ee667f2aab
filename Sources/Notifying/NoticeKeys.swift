import AccessLog
import Alerting

/// Names notices: the same transition has the same key in every run, and different ones differ.
struct NoticeKeys: Sendable {
  /// Which watch it is, since another one may have a rule of the same name: the machine and what it
  /// reads.
  private let origin: String
  /// The newest keys without the numbers that tell transitions of one second apart: a threshold that
  /// is changed by hand gives several.
  private var recent: [String] = []

  private static let recentLimit = 64
  /// Longer words are cut, and told apart by a hash: PagerDuty takes keys of up to 255 bytes.
  private static let longestWord = 80

  init(origin: String) {
    self.origin = NoticeKeys.hash(origin.utf8)
  }

  /// The key of an alert: its rule and group.
  func alertKey(of transition: AlertTransition) -> String {
    let group = transition.noticeGroup
    let rule = NoticeKeys.word(transition.rule.name.description.utf8)
    return group.isEmpty ? "\(origin)-\(rule)" : "\(origin)-\(rule)-\(NoticeKeys.word(group))"
  }

  /// The key of the next transition.
  mutating func key(of transition: AlertTransition) -> String {
    let time = Zone.utc.iso8601(transition.time).filter { $0 != "-" && $0 != ":" }
    let base = "\(alertKey(of: transition))-\(transition.state.rawValue)-\(time)"
    let number = 1 + recent.count { $0 == base }
    recent.append(base)
    if recent.count > NoticeKeys.recentLimit { recent.removeFirst() }
    return number == 1 ? base : "\(base)-\(number)"
  }

  /// Bytes as letters, digits and `. _ ~`, others as `%NN`.
  private static func word(_ bytes: some Collection<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      let scalar = Unicode.Scalar(byte)
      let sign =
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "~", "-": String(scalar)
        default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      guard text.utf8.count + sign.utf8.count <= longestWord else {
        return text + "~" + hash(bytes)
      }
      text += sign
    }
    return text
  }

  /// 16 digits; FNV-1a.
  static func hash(_ bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
