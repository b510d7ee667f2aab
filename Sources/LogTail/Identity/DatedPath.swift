import System

/// The path of a file of which digits are a date, as rotatelogs and cronolog make them, in its name
/// or in the names of its folders: `2026/07/08/access.log`.
///
/// A link from one fixed name leads to the newest one.
struct DatedPath {
  /// A text between two groups of digits, and the numbers that these are.
  private struct Shape: Equatable {
    var texts: [String]
    var numbers: [Int]

    init(_ text: String) {
      texts = [""]
      numbers = []
      var digits = ""
      for character in text {
        if character.isASCII, character.isNumber {
          digits.append(character)
          continue
        }
        if !digits.isEmpty { end(&digits) }
        texts[texts.count - 1].append(character)
      }
      if !digits.isEmpty { end(&digits) }
    }

    private mutating func end(_ digits: inout String) {
      // Epochs in nanoseconds have 19 digits; what has more is no time.
      numbers.append(Int(digits) ?? .max)
      texts.append("")
      digits = ""
    }
  }

  private static let maximumFiles = 256
  private static let maximumFolders = 1_024

  private let path: String
  private let shape: Shape

  /// `nil` if there are no digits.
  init?(_ path: String) {
    self.path = path
    shape = Shape(path)
    guard !shape.numbers.isEmpty else { return nil }
  }

  /// Files whose paths differ in numbers alone.
  struct Files {
    /// Oldest first.
    var found: [Sibling] = []
    /// Whether there may be others, in folders that cannot be read.
    var isIncomplete = false
  }

  /// The files between `earlier` and this one whose paths differ from it in numbers alone; all before
  /// this one if `earlier` is `nil`, and none if it is no such path.
  ///
  /// - Complexity: reads the folders between the two, at most 1,024.
  func files(after earlier: String?) -> Files {
    let former = earlier.map { Shape($0) }
    guard former.map({ $0.texts == shape.texts }) ?? true else { return Files() }
    var files = Files()
    let start = former?.numbers ?? []
    let components = path.split(separator: "/").map(String.init)
    var places = [path.hasPrefix("/") ? "" : "."]
    for component in components {
      let wanted = Shape(component)
      guard !wanted.numbers.isEmpty else {
        places = places.map { "\($0)/\(component)" }
        continue
      }
      var next: [String] = []
      for place in places.suffix(DatedPath.maximumFolders) {
        let entries = try? Directory.entries(in: place.isEmpty ? "/" : place)
        if entries == nil, !isNext(to: start) { files.isIncomplete = true }
        next += (entries ?? []).filter { Shape($0.name).texts == wanted.texts }.map {
          "\(place)/\($0.name)"
        }
      }
      places = next.filter { isBetween($0, start) }.sorted {
        Shape($0).numbers.lexicographicallyPrecedes(Shape($1).numbers)
      }
    }
    files.found = places.suffix(DatedPath.maximumFiles).compactMap { place in
      let numbers = Shape(place).numbers
      guard start.lexicographicallyPrecedes(numbers),
        numbers.lexicographicallyPrecedes(shape.numbers), let status = try? FileStatus.of(place),
        status.kind == .regular
      else { return nil }
      return Sibling(path: place, status: status, name: RotatedName(numbers: numbers))
    }
    return files
  }

  /// Whether no number is between these and the ones of this path.
  private func isNext(to earlier: [Int]) -> Bool {
    guard earlier.count == shape.numbers.count, let last = earlier.last else { return false }
    return earlier.dropLast() + [last + 1] == shape.numbers[...]
  }

  /// Whether a path or the beginning of one may be between the two.
  private func isBetween(_ place: String, _ start: [Int]) -> Bool {
    let numbers = Shape(place).numbers
    return !numbers.lexicographicallyPrecedes(start.prefix(numbers.count))
      && !shape.numbers.prefix(numbers.count).lexicographicallyPrecedes(numbers)
  }
}
