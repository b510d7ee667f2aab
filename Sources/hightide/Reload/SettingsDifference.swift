/// How many of some things in the settings differ between two versions.
struct SettingsDifference: Equatable {
  private let noun: String
  private var changed = 0
  private var new = 0
  private var left = 0

  /// Compares what goes by the same name; `noun` is what one is called.
  init<Value: Equatable, Name: Equatable>(
    _ noun: String, from old: [Value], to now: [Value], by name: (Value) -> Name
  ) {
    self.noun = noun
    for value in now {
      guard let before = old.first(where: { name($0) == name(value) }) else {
        new += 1
        continue
      }
      if before != value { changed += 1 }
    }
    left = old.count { value in !now.contains { name($0) == name(value) } }
  }

  var isEmpty: Bool { changed + new + left == 0 }

  /// What changed, such as `1 rule changed, 2 new`.
  var words: String {
    let parts = [(changed, "changed"), (new, "new"), (left, "left out")].filter { $0.0 > 0 }
    guard let first = parts.first else { return "no \(noun) changed" }
    return "\(first.0) \(noun)\(first.0 == 1 ? "" : "s") \(first.1)"
      + parts.dropFirst().map { ", \($0.0) \($0.1)" }.joined()
  }
}
