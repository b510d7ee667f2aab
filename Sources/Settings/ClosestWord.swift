/// The word that was most likely meant, or `nil` if none is near: at most a third of its letters
/// may be wrong, missing or too many.
package func closestWord(to text: String, in words: [String]) -> String? {
  let near = words.map { word in (word: word, distance: editDistance(text, word)) }
    .filter { $0.distance <= max(1, $0.word.utf8.count / 3) }
  return near.min { $0.distance < $1.distance }?.word
}

/// How many letters must be put in, taken out or replaced to turn one text into the other; two
/// neighbours that changed places count once (optimal string alignment).
///
/// - Complexity: O(product of the lengths).
private func editDistance(_ left: String, _ right: String) -> Int {
  let left = Array(left.utf8)
  let right = Array(right.utf8)
  var twoBefore: [Int] = []
  var before = Array(0...right.count)
  for (row, letter) in left.enumerated() {
    var current = [row + 1]
    for (column, other) in right.enumerated() {
      var distance = min(
        before[column] + (letter == other ? 0 : 1), before[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
        distance = min(distance, twoBefore[column - 1] + 1)
      }
      current.append(distance)
    }
    twoBefore = before
    before = current
  }
  return before[right.count]
}
