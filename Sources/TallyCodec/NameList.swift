/// The names that the reports of a history have, each once, in the order in which they first came.
struct NameList {
  private var places: [[UInt8]: Int] = [:]

  /// Adds a name; whether it is new.
  mutating func insert(_ name: [UInt8]) -> Bool {
    guard places[name] == nil else { return false }
    places[name] = places.count
    return true
  }

  /// The place of a name that was added, from 0 on.
  func place(of name: [UInt8]) -> Int {
    guard let place = places[name] else { preconditionFailure("the name was not added") }
    return place
  }
}
