import AccessLog
import Query
import Testing

struct AgentTests {
  private static let webKit = "AppleWebKit/537.36 (KHTML, like Gecko)"

  @Test(arguments: [
    ("Mozilla/5.0 (X11; Linux x86_64) \(webKit) Chrome/120.0.0.0 Safari/537.36", "Chrome"),
    ("Mozilla/5.0 (Windows NT 10.0) \(webKit) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge"),
    ("Mozilla/5.0 (Windows NT 10.0) \(webKit) Chrome/120.0 Safari/537.36 OPR/106.0", "Opera"),
    (
      "Mozilla/5.0 (Linux; Android 13) \(webKit) SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537.36",
      "Samsung Internet"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1) AppleWebKit/605.1.15 CriOS/119.0 Mobile Safari/604.1",
      "Chrome"
    ),
    ("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML) Version/17.1 Safari/605.1.15", "Safari"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", "Firefox"),
    ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer"),
    ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot"),
    (
      "Mozilla/5.0 \(webKit) (KHTML; compatible; Googlebot/2.1) Chrome/120 Safari/537.36",
      "Googlebot"
    ),
    ("Mozilla/5.0 \(webKit); compatible; GPTBot/1.2; +https://openai.com/gptbot)", "GPTBot"),
    ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", "YandexBot"),
    (
      "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
      "facebookexternalhit"
    ),
    ("Mozilla/5.0 (compatible; NewOne-Bot/1.0; +https://new.one/bot)", "NewOne-Bot"),
    ("WhoCrawler/2", "WhoCrawler"),
    ("Mozilla/5.0 (Linux; Android 9; CUBOT) \(webKit) Chrome/90.0 Mobile Safari/537.36", "Chrome"),
    ("python-requests/2.31.0", "python-requests"), ("Go-http-client/1.1", "Go-http-client"),
    ("curl/7.88.1", "curl"), ("okhttp/4.9.3", "okhttp"), ("Wget", "Wget"),
    ("Apache-HttpClient/4.5.13 (Java/11.0.16)", "Apache-HttpClient"),
    ("kube-probe/1.27", "kube-probe"), ("Mozilla/5.0", "Mozilla"),
    ("MyAgent/1.0 (+http://x.org/spider)", "MyAgent"), ("MyAgent/1.0 (bot@x.org)", "MyAgent"),
    ("  x y", "x"), ("(null)", "(null)"), ("-", "-"), ("", "-"),
    ("Googlebotany/1.0", "Googlebotany"), ("\\x22bot", "x22bot"),
  ])
  func namesWhatAPersonWouldName(agent: String, product: String) throws {
    let line = "h - - [08/Jul/2020:10:10:30 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"\(agent)\""
    #expect(try group(of: line, by: .agent) == product)
  }

  @Test func remembersMoreAgentsThanItKeeps() throws {
    var reader = NameReader(.agent, key: 7)
    var made: [UInt8] = []
    for number in (0..<2_000).map({ $0 % 1_100 }) {
      let line = Array(
        "h - - [08/Jul/2020:10:10:30 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"a\(number)/1\"".utf8)
      made = []
      _ = reader.read(try hit(line), unsafe line.span.bytes, made: &made)
      #expect(made.elementsEqual("a\(number)".utf8))
    }
  }
}
