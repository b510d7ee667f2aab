import Fleet

/// What runs on the far side where no more than the tools of POSIX is needed: a loop that answers
/// questions about one log, and keeps nothing of them.
///
/// A question is a line; an answer is a line that begins with a token that the log cannot know, the bytes
/// that the line announces, and a line that says what the name means by then:
///
///     P INODE START SEEN LIMIT [SUFFIX]  →  TOKEN D COUNT TIME WHAT, bytes, TOKEN E WHAT
///     L                                  →  TOKEN L, lines of `ls`, TOKEN E WHAT
///
/// WHAT is `INODE SIZE`, `none`, `dir` or `denied`. Bytes come from START on, if the name with its suffix
/// is that inode and has more than SEEN bytes; of a suffix that ends with `.gz` unpacked. The far side
/// ends with its input, so that nothing stays behind where a connection breaks.
enum FarShell {
  /// As `WHAT` says it where there is no file.
  static let none = "none"

  /// What the shell is given, which then waits for questions.
  ///
  /// Where tallies are asked for and there is a `hightide` of a version that fits, that takes the shell's
  /// place, says `TOKEN fold 1`, and waits for its request. All is one command: the shell has read it to its
  /// end before it runs it, so that nothing of it is taken for what is said next.
  static func script(token: String, path: String, offersFold: Bool = false) -> [UInt8] {
    Array(
      """
      t=\(quoted(token)); f=\(quoted(path))
      {
      \(offersFold ? foldCommand : ":")
      LC_ALL=C; export LC_ALL; set -f
      w() { if [ ! -e "$1" ]; then if [ -x "${1%/*}/" ]; then echo none; else echo denied; fi
      elif [ -d "$1" ]; then echo dir
      elif [ ! -r "$1" ]; then echo denied
      else set -- $(ls -dinL -- "$1" 2>/dev/null); if [ -n "$6" ]; then echo "$1 $6"; else echo none; fi
      fi; }
      c() { case $s in *.gz) gzip -dc -- "$f$s" 2>/dev/null | tail -c "+$(($1 + 1))";; *) tail -c "+$(($1 + 1))" -- "$f$s" 2>/dev/null;; esac | head -c "$2"; }
      printf '%s hello 1\\n' "$t"
      while read -r q n o r m s; do
      case $q in
      P) x=$(w "$f$s"); set -- $x; k=0
      if [ "$1" = "$n" ]; then
      z=$2; case $s in *.gz) z=$(gzip -dc -- "$f$s" 2>/dev/null | wc -c); x="$1 $((z))";; esac
      if [ "$z" -gt "$r" ]; then k=$((z - o)); if [ "$k" -gt "$m" ]; then k=$m; fi; fi
      fi
      printf '%s D %s %s %s\\n' "$t" "$k" "$(date +%s)" "$x"
      if [ "$k" -gt 0 ]; then c "$o" "$k"; x=$(w "$f$s"); fi
      printf '%s E %s\\n' "$t" "$x";;
      L) printf '%s L\\n' "$t"; set +f; ls -dintL -- "$f"* 2>/dev/null | head -n 256; set -f
      printf '%s E %s\\n' "$t" "$(w "$f")";;
      esac
      done
      exit 0
      }

      """.utf8)
  }

  private static let foldCommand = """
    case "$(hightide fold --version 2>/dev/null </dev/null)" in *"\(FoldFrame.greeting)"*)
    printf '%s fold 1\\n' "$t"; exec hightide fold --asked -- "$f";; esac
    """

  /// A word of the shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#)
      + "'"
  }
}
