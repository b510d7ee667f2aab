/// What is known when it is asked which file stands under a name.
struct FileEvidence: Equatable {
  /// Where the file is that was read under the name last.
  enum Former: Equatable, CaseIterable {
    /// Under the name: device and inode are the same.
    case here
    /// Still there, under another name.
    case elsewhere
    /// No longer there.
    case gone
  }

  var former: Former
  /// How what stands under the name compares with what was read.
  var likeness: Likeness
  /// Whether what was read spans more than one distinct line.
  var hasDistinctLines: Bool
  /// Whether it equals, to its full length when first seen, the beginning of another log of the same
  /// pattern that is there at the same time, and spans more than one distinct line.
  var isBeginningOfAnother = false
}

/// Which file stands under a name.
enum FileVerdict: Equatable, CaseIterable {
  /// The same file: it is read on.
  case same
  /// The same file, of which the end was cut off: what is left was read.
  case shortened
  /// The same file, which was written over: what was read cannot be told from what was not.
  case rewritten
  /// The same file, which was emptied: it is read from its beginning, and what it held is looked for
  /// in a copy.
  case emptied
  /// Another file, since the former one was renamed: it is read from its beginning, behind those
  /// that came in between.
  case rotated
  /// A copy of the former file, or what it was moved to: it is read on from where that was.
  case moved
  /// A copy of another log, which is counted there.
  case copied
  /// A new file: it is read from its beginning.
  case new
}

extension FileVerdict {
  /// Answers by the first rule that applies.
  ///
  /// 1. The same device and inode are the same file, whatever became of its content.
  /// 2. Where the former file is still there, the name was given to another one.
  /// 3. Where it is gone, a file that begins with all that was read is a copy that grew; lines that
  ///    are all equal are no proof of that.
  /// 4. What equals the beginning of another log to its full length is a copy of that.
  init(_ evidence: FileEvidence) {
    switch (evidence.former, evidence.likeness) {
    case (.here, .continues), (.here, .edited): self = .same
    case (.here, .shortened): self = evidence.hasDistinctLines ? .shortened : .emptied
    case (.here, .rewritten): self = evidence.hasDistinctLines ? .rewritten : .emptied
    case (.here, .emptied), (.here, .other): self = .emptied
    case (.gone, .continues) where evidence.hasDistinctLines: self = .moved
    case (.elsewhere, _), (.gone, _):
      if evidence.isBeginningOfAnother {
        self = .copied
      } else {
        self = evidence.former == .elsewhere ? .rotated : .new
      }
    }
  }
}
