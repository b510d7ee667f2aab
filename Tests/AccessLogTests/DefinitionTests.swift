import Testing

@testable import AccessLog

/// Definitions as they stand in the configuration of nginx and Apache.
struct DefinitionTests {
  private static let main =
    #"$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "#
    + #""$http_referer" "$http_user_agent" "$http_x_forwarded_for""#

  private static func hit(_ definition: String, _ line: String) throws -> (Hit, [UInt8])? {
    let line = Array(line.utf8)
    guard case .hit(let hit) = parse(line, format: try LogFormat(definition: definition)) else {
      return nil
    }
    return (hit, line)
  }

  /// What a line says: client, status, bytes, target, nanoseconds, and host or what it forwards for.
  @Test(arguments: [
    (
      main,
      #"192.0.2.1 - a [b] c [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5 "-" "curl" "1.2.3.4, 5.6.7.8""#,
      "192.0.2.1 200 5 /a - 1.2.3.4, 5.6.7.8"
    ),
    (
      main + " rt=$request_time uct=\"$upstream_connect_time\" urt=\"$upstream_response_time\"",
      #"::1 - - [08/Jul/2020:10:10:30 +0200] "" 400 0 "-" "-" "-" rt=0.250 uct="-" urt="0.1, 0.2""#,
      "::1 400 0 - 250000000 -"
    ),
    (
      #"$time_iso8601 $remote_addr $request_method $scheme://$host$request_uri $server_protocol $status $bytes_sent $upstream_response_time $hostname"#,
      "2020-07-08T10:10:30+02:00 192.0.2.1 GET https://shop.example.org/a b HTTP/2.0 304 7 0.1, 0.2 : - web1",
      "192.0.2.1 304 7 /a b 300000000 shop.example.org"
    ),
    (
      #"[$msec] ${remote_addr}|$uri$is_args$args|$request_method|$status|$unknown_thing"#,
      "[1594195830.123] 192.0.2.1|/a?b=c|GET|404|x y", "192.0.2.1 404 0 /a?b=c - -"
    ),
    (
      #"escape=json {"t":"$time_iso8601","a":"$remote_addr","r":"$request","s":$status,"b":"$bytes_sent","d":$request_time}"#,
      #"{"t":"2020-07-08T08:10:30+00:00","a":"192.0.2.1","r":"GET /\"a HTTP/1.1","s":200,"b":"17","d":1.5}"#,
      #"192.0.2.1 200 17 /\"a 1500000000 -"#
    ),
    (
      #"%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\" %D"#,
      #"192.0.2.1 - "" [08/Jul/2020:10:10:30 +0200] "GET /a\"b HTTP/1.1" 200 5 "-" "x" 473"#,
      #"192.0.2.1 200 5 /a\"b 473000 -"#
    ),
    (
      #"%v:%p %a %{%Y-%m-%dT%T}t.%{msec_frac}t%{%Z}t %m %U%q %H %s %>s %B %{ms}T"#,
      "shop:443 192.0.2.1 x", "error"
    ),
    (
      #"%v:%p %a %{%Y-%m-%dT%T%z}t %m %U%q %H %s %>s %B %{ms}T"#,
      "shop.example.org:443 192.0.2.1 2020-07-08T10:10:30+0200 GET /a?b HTTP/1.1 302 200 9 15",
      "192.0.2.1 200 9 /a?b 15000000 shop.example.org"
    ),
    (
      #"%{c}a %{X-Forwarded-For}i %{sec}t %{usec_frac}t "%r" %s %b %T %!200,304{Referer}i"#,
      #"10.0.0.1 1.2.3.4, 5.6.7.8 1594195830 000123 "GET /a HTTP/1.0" 500 - 3 -"#,
      "10.0.0.1 500 0 /a 3000000000 1.2.3.4, 5.6.7.8"
    ),
    (
      #"%{%d/%b/%Y %T}t.%{msec_frac}t %h %s"#, "08/Jul/2020 10:10:30.123 192.0.2.1 200",
      "192.0.2.1 200 0 - - -"
    ),
    (
      #"$remote_addr:$remote_port [$time_local] "$request" $status $body_bytes_sent"#,
      #"fd00:db8::1:41234 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5"#,
      #"fd00:db8::1 200 5 /a - -"#
    ),
    (
      #"$remote_addr:$remote_port [$time_local] "$request" $status $body_bytes_sent"#,
      #"2001:db8::1:2:41 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5"#,
      #"2001:db8::1:2 200 5 /a - -"#
    ),
    (
      #"$remote_addr:$remote_port [$time_local] "$request" $status $body_bytes_sent"#,
      #"::1:41234 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5"#,
      #"::1 200 5 /a - -"#
    ),
    (
      #"$remote_addr:$remote_port [$time_local] "$request" $status $body_bytes_sent"#,
      #"192.0.2.1:41234 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5"#,
      #"192.0.2.1 200 5 /a - -"#
    ),
    (
      #"$remote_addr:$remote_port [$time_local] "$request" $status $body_bytes_sent"#,
      #"unix:: [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5"#,
      #"unix: 200 5 /a - -"#
    ),
    (
      #"%V:%p %a %t \"%r\" %>s %b"#,
      #"[2001:db8::1]:443 192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5"#,
      #"192.0.2.1 200 5 /a - [2001:db8::1]"#
    ),
    (
      #"$remote_addr [$time_local] "$request_method $request_uri $server_protocol" $status $body_bytes_sent"#,
      #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "- - -" 400 157"#,
      #"192.0.2.1 400 157 - - -"#
    ),
    (
      #"$remote_addr [$time_local] "$request_method $request_uri $server_protocol" $status $body_bytes_sent"#,
      #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET /old -" 404 153"#,
      #"192.0.2.1 404 153 /old - -"#
    ),
    (
      #"%h %t \"%r\" %>s %b \"%{User-Agent}i\" \"%H\" \"%{Referer}i\""#,
      #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5 "a b" "HTTP/1.1" "x y""#,
      #"192.0.2.1 200 5 /a - -"#
    ),
    (
      #"%h %t \"%r\" %>s %b \"%{User-Agent}i\" \"%H\" \"%{Referer}i\""#,
      #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5 "a b" "-" "x y""#,
      #"192.0.2.1 200 5 /a - -"#
    ),
    (
      #"$time_iso8601\t$remote_addr\t$status\t$body_bytes_sent\t$request"#,
      "2020-07-08T10:10:30+02:00\t192.0.2.1\t200\t5\tGET /a HTTP/1.1",
      #"192.0.2.1 200 5 /a - -"#
    ),
    (
      #"%h %t \"%r\" %>s %b %T/%D"#,
      #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5 0/150000"#,
      #"192.0.2.1 200 5 /a 150000000 -"#
    ),
    (
      #"%h %t \"%r\" %>s %b %{us}T %{s}T"#,
      #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5 1500000 1"#,
      #"192.0.2.1 200 5 /a 1500000000 -"#
    ),
    (
      #"%h %t \"%r\" %>s %b %^FB %{X}^ti %{X}^to"#,
      #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 5 12 - -"#,
      #"192.0.2.1 200 5 /a - -"#
    ),
  ])
  func linesAreReadAsTheDefinitionSays(definition: String, line: String, said: String) throws {
    guard said != "error" else {
      #expect(throws: LayoutError.self) { try LogFormat(definition: definition) }
      return
    }
    guard let (hit, bytes) = try DefinitionTests.hit(definition, line) else {
      Issue.record("no hit")
      return
    }
    func text(_ range: Range<Int>?) -> String {
      range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "-"
    }
    let duration = hit.details.duration.map { "\(Int($0 / .nanoseconds(1)))" } ?? "-"
    let words = [
      text(hit.client), "\(hit.status)", "\(hit.responseBytes)", text(hit.request?.target),
      duration,
      text(hit.details.virtualHost ?? hit.details.forwardedFor),
    ]
    #expect(words.joined(separator: " ") == said)
  }

  @Test(arguments: [
    ("$remote_addr $request", "it has no time and no status, so that no line would be a hit"),
    ("$time_local $status", "it has no client, so that no line would be a hit"),
    ("%h %t", "it has no status, so that no line would be a hit"),
    ("a $ b", "at column 3 the name of a variable is missing behind the $"),
    ("%h %t %s %", "at column 10 the letter of a directive is missing behind the %"),
    ("%h %{x %t %s", "at column 4 a } is missing"),
    ("%h %t %s %Z", "at column 10 %Z is no directive of Apache"),
    ("%h %t %s %{min}T", "at column 10 %{min}T has none of the units s, ms, us"),
    (
      "$remote_addr $time_local $status $host$hostname x",
      "nothing stands between two variables at column 34, so that nothing tells where the first ends"
    ),
    ("%h\t%t %s", "a definition has no tabs and no newlines in it"),
  ])
  func whatCannotBeReadIsRefusedWithAReason(definition: String, reason: String) {
    #expect { try LogFormat(definition: definition) } throws: { "\($0)" == reason }
    #expect(FormatChoice(name: definition) == nil)
  }

  /// Of a list the values are added up; some loggers write a comma for the point.
  @Test(arguments: [
    ("$request_time", "0.050", 50), ("$request_time", "0,050", 50),
    ("$request_time", "12,5", 12_500),
    ("$request_time", "0.001,0.002", 3), ("\"$upstream_response_time\"", "0.001, 0.002 : 0.003", 6),
    ("\"$upstream_response_time\"", "0,001 0,002", 3),
    ("\"$upstream_response_time\"", "-, 0.002", 2),
    ("%{ms}T", "12,5", 17), ("%T", "3", 3_000),
  ])
  func durationsAreAsTheyAreMeant(variable: String, value: String, milliseconds: Int) throws {
    let isNginx = variable.contains("$")
    let text = "\(isNginx ? "$remote_addr [$time_local] $status" : "%h %t %s") \(variable)"
    let format = try LogFormat(definition: text)
    let quote = variable.hasPrefix("\"") ? "\"" : ""
    let line = "192.0.2.1 [08/Jul/2020:10:10:30 +0200] 200 \(quote)\(value)\(quote)"
    let read = try #require(DecodedHit(line, format))
    #expect(read.hit.details.duration == .milliseconds(milliseconds))
  }

  /// Apache's manual writes the parts of a time in directives of their own.
  @Test(arguments: [
    ("%{%d/%b/%Y %T}t.%{msec_frac}t %{%z}t", "08/Jul/2020 10:10:30.123 +0200"),
    ("[%{%d/%b/%Y:%T}t.%{usec_frac}t %{%z}t]", "[08/Jul/2020:10:10:30.123456 +0200]"),
    ("%{%d/%b/%Y:%T}t %{%z}t", "08/Jul/2020:10:10:30 +0200"),
    ("%{end:%F %T}t,%{end:msec_frac}t%{end:%z}t", "2020-07-08 10:10:30,123+0200"),
    ("%{%FT%T}t.%{msec_frac}t%{%z}t", "2020-07-08T10:10:30.123+0200"),
    ("%{%FT%T%z}t", "2020-07-08T10:10:30+0200"),
    ("%{sec}t.%{msec_frac}t", "1594195830.123"),
  ])
  func partsOfATimeBelongTogether(definition: String, time: String) throws {
    let format = try LogFormat(definition: "%h \(definition) \"%r\" %>s %b")
    let read = try #require(
      DecodedHit("192.0.2.1 \(time) \"GET /a HTTP/1.1\" 200 12", format))
    #expect(read.hit.instant.seconds == 1_594_195_830 && read.hit.responseBytes == 12)
  }

  @Test func definitionIsFoundAgainByItsText() throws {
    let choice = FormatChoice.named(try LogFormat(definition: DefinitionTests.main))
    #expect(FormatChoice(name: choice.name) == choice)
    let memory = SourceMemory(choice)
    #expect(SourceMemory(bytes: memory.bytes) == memory)
  }

  @Test func definitionsAreFoundInConfigurations() throws {
    let nginx = """
      http {
        # log_format no '$status';
        log_format main '$remote_addr [$time_local] "$request" '
                        '$status $body_bytes_sent';
        log_format  json  escape=json  "{\\"a\\":\\"$remote_addr\\",\\"s\\":$status}";
        server { access_log /var/log/a main; }
      }
      """
    let main = #"$remote_addr [$time_local] "$request" $status $body_bytes_sent"#
    #expect(try ServerConfiguration.nginx.definition(in: nginx, named: "main") == main)
    #expect(
      try ServerConfiguration.nginx.definition(in: nginx, named: "json")
        == #"escape=json {"a":"$remote_addr","s":$status}"#)
    let apache = #"""
      # LogFormat "%s" no
      LogFormat "%h %l %u %t \"%r\" %>s %O" common
      logformat "%v:%p %h %t \
      %s" vhost
      """#
    #expect(
      try ServerConfiguration.apache.definition(in: apache, named: "common")
        == #"%h %l %u %t "%r" %>s %O"#)
    #expect(
      try ServerConfiguration.apache.definition(in: apache, named: "vhost") == "%v:%p %h %t %s")
    #expect {
      try ServerConfiguration.apache.definition(in: apache, named: nil)
    } throws: {
      "\($0)" == "it has several: name one behind the file, apache:FILE:NAME, of common, vhost"
    }
    #expect {
      try ServerConfiguration.nginx.definition(in: nginx, named: "x")
    } throws: { "\($0)" == "it has no log_format x, but main, json" }
    #expect {
      try ServerConfiguration.nginx.definition(in: "", named: nil)
    } throws: { "\($0)" == "there is no log_format in it" }
  }
}
