extension VirtualScreen {
  /// Where in a control sequence the bytes are.
  package enum ParserState {
    case ground
    case escape
    /// After `ESC (` or `ESC )`: which of G0 and G1 is designated.
    case charset(Int)
    case control([UInt8])
    case command([UInt8])
    /// In a command, after an ESC that may be the first half of its terminator.
    case commandEscape([UInt8])
  }

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { feed(byte) }
  }

  private mutating func feed(_ byte: UInt8) {
    // CAN ends whatever is under way.
    guard byte != 0x18 else {
      (parser, utf8) = (.ground, [])
      return
    }
    switch parser {
    case .ground: ground(byte)
    case .escape: escape(byte)
    case .charset(let index):
      lineDrawing[index] = byte == UInt8(ascii: "0")
      parser = .ground
    case .control(let bytes):
      if (0x40...0x7E).contains(byte) {
        parser = .ground
        control(String(decoding: bytes, as: UTF8.self), final: Character(.init(byte)))
      } else if byte < 0x20 {
        // Controls act in the middle of a sequence as well.
        ground(byte)
      } else {
        parser = .control(bytes + [byte])
      }
    case .command(let bytes):
      switch byte {
      case 0x07: endCommand(bytes)
      case 0x1B: parser = .commandEscape(bytes)
      default: parser = .command(bytes + [byte])
      }
    case .commandEscape(let bytes):
      if byte == UInt8(ascii: "\\") { endCommand(bytes) } else { parser = .command(bytes) }
    }
  }

  private mutating func ground(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08: moveCursor(row: cursor.row, column: cursor.column - 1)
    case 0x09: moveCursor(row: cursor.row, column: (cursor.column / 8 + 1) * 8)
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: moveCursor(row: cursor.row, column: 0)
    case 0x0E: shift = 1
    case 0x0F: shift = 0
    case 0x1B: parser = .escape
    case 0x00: break
    case 0x20...0x7E: put(Unicode.Scalar(byte))
    case 0x80...: multibyte(byte)
    default: unknown.append("\\x" + String(byte, radix: 16))
    }
  }

  private mutating func multibyte(_ byte: UInt8) {
    utf8.append(byte)
    let length = utf8[0] >= 0xF0 ? 4 : utf8[0] >= 0xE0 ? 3 : 2
    guard utf8.count == length else { return }
    for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars { put(scalar) }
    utf8 = []
  }

  private mutating func escape(_ byte: UInt8) {
    parser = .ground
    switch Character(.init(byte)) {
    case "[": parser = .control([])
    case "]": parser = .command([])
    case "(": parser = .charset(0)
    case ")": parser = .charset(1)
    case "7": saved = cursor
    case "8": moveCursor(row: saved.row, column: saved.column)
    case "D": lineFeed()
    case "E":
      lineFeed()
      moveCursor(row: cursor.row, column: 0)
    case "M": reverseLineFeed()
    case "=": isKeypadOn = true
    case ">": isKeypadOn = false
    case "c": self = VirtualScreen(columns: columns, rows: rows)
    case let other: unknown.append("ESC \(other)")
    }
  }

  private mutating func endCommand(_ bytes: [UInt8]) {
    parser = .ground
    let text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix("0;") || text.hasPrefix("2;") {
      title = String(text.dropFirst(2))
    } else if text.hasPrefix("52;c;") {
      copied = String(text.dropFirst(5))
    } else if text != "104", text != "11;?" {
      // The first gives the palette back, which ncurses does whenever it leaves the screen; the other
      // asks for the background, which a terminal need not answer.
      unknown.append("OSC \(text)")
    }
  }
}
