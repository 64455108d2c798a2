// Writes vectors.json: how others sign inputs that break ports.
//   opensend  OpenSend's formula, from its description: "v1," + base64(HMAC-SHA256(key, id.timestamp.body)), where the key is the
//             secret's UTF-8 without the first "whsec_" anywhere. Computed by Node's crypto.
//   svix      what the official svix package signs; null where it refuses the secret, then svix_refusal has its words.
// Use: node generate.mjs FILE. Every input stands here and nothing is random, so two runs write the same bytes.
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { Webhook } from "svix";

const SECRET = "whsec_" + Buffer.from("sluice parity: 32 bytes of a key").toString("base64");
const ID = "msg_01JD9ZPARITY";
const TIME = 1764000000;
const BODY = '{"id":"msg_01JD9ZPARITY","type":"email.bounced"}';

const base64 = (length, fill) => Buffer.alloc(length, fill).toString("base64");
const secret = (name, value) => ({ name: `secret: ${name}`, secret: value });
const body = (name, value) => ({ name: `body: ${name}`, body: value });
const repeated = (name, unit, count) => ({ name: `body: ${name}`, body_repeat: { unit, count } });
const id = (name, value) => ({ name: `id: ${name}`, id: value });
const time = (name, value) => ({ name: `timestamp: ${name}`, timestamp: value });

const inputs = [
  secret("as Sluice makes them", SECRET),
  secret("without whsec_", SECRET.slice("whsec_".length)),
  secret("without whsec_ and not base64", "a plain secret"),
  secret("whsec_ in the middle", "left_whsec_right"),
  secret("whsec_ in the middle of base64", base64(6, 1) + "whsec_" + base64(24, 2)),
  secret("whsec_ at the end", base64(24, 3) + "whsec_"),
  secret("whsec_ twice at the start", "whsec_" + SECRET),
  secret("whsec_ twice apart", "whsec_one_whsec_two"),
  secret("whsec_ inside whsec_", "whswhsec_ec_tail"),
  secret("WHSEC_ in capitals", SECRET.replace("whsec_", "WHSEC_")),
  secret("empty", ""),
  secret("only whsec_", "whsec_"),
  secret("whsec_ twice and nothing else", "whsec_whsec_"),
  secret("url-safe base64", "whsec_" + Buffer.alloc(24, 0xfb).toString("base64url")),
  secret("standard base64 with + and /", "whsec_" + Buffer.from("fbffbf".repeat(8), "hex").toString("base64")),
  secret("unpadded, one = short", "whsec_" + base64(32, 4).replace(/=+$/, "")),
  secret("unpadded, two = short", "whsec_" + base64(31, 5).replace(/=+$/, "")),
  secret("padded with two =", "whsec_" + base64(31, 5)),
  secret("one = too many", "whsec_" + base64(24, 6) + "="),
  secret("one byte", "whsec_" + base64(1, 7)),
  secret("64 bytes, the HMAC's block", "whsec_" + base64(64, 8)),
  secret("65 bytes, over the HMAC's block", "whsec_" + base64(65, 9)),
  secret("200 bytes", "whsec_" + base64(200, 10)),
  secret("zero bytes", "whsec_" + base64(24, 0)),
  secret("one character over whole groups", SECRET.slice(0, -3)),
  secret("spaces around", ` ${SECRET} `),
  secret("a newline at the end", SECRET + "\n"),
  secret("a newline at the end, no padding", "whsec_" + base64(24, 11) + "\n"),
  secret("a NUL inside", "whsec_left\0right"),
  secret("unicode", "whsec_пароль-秘密-🔑"),
  secret("a lone surrogate", "whsec_\ud83d tail"),
  secret("a pair that whsec_ splits", "\ud83dwhsec_\ude80"),
  body("empty", ""),
  body("an empty object", "{}"),
  body("accents, NFC and NFD", "é e\u0301 ß"),
  body("several scripts", "こんにちは مرحبا नमस्ते"),
  body("emoji with joiners", "👩\u200d👩\u200d👧 🚀"),
  body("escapes that must stay escapes", '{"s":"\\u00e9\\ud83d\\ude80"}'),
  body("a lone high surrogate", "left \ud83d right"),
  body("two lone low surrogates", "\udc00\udc00"),
  body("a byte order mark", "\ufeff{}"),
  body("CRLF", '{"a":1}\r\n{"b":2}\r\n'),
  body("LF", '{"a":1}\n{"b":2}\n'),
  body("a lone CR", "a\rb"),
  body("NUL", "a\0b\0"),
  body("every control character", String.fromCharCode(...Array(32).keys(), 127)),
  body("line separators", "a\u2028b\u2029c"),
  body("dots and digits", `.${TIME}..x.`),
  repeated("256 KB of one-byte characters", "s", 262144),
  repeated("256 KB of two-byte characters", "ß", 131072),
  repeated("256 KB of four-byte characters", "🚀", 65536),
  id("dots", "msg.with.dots"),
  id("a dot at each end", ".msg."),
  { name: "id: a dot that moves the boundary, left", id: "a.1764000000", timestamp: 7, body: "x" },
  { name: "id: a dot that moves the boundary, right", id: "a", timestamp: 1764000000, body: "7.x" },
  id("empty", ""),
  id("as OpenSend makes them", "whd_7f2c1f8e-5d3b-4a86-9a55-0d7f3e1b2c4d_8"),
  id("spaces", "msg 1"),
  id("unicode", "msg_ü_🚀"),
  id("a lone surrogate", "msg_\udfff"),
  time("zero", 0),
  time("past 2038", 4102444800),
  time("milliseconds by mistake", 1764000000123),
];

function opensend({ secret, id, timestamp, body }) {
  const key = Buffer.from(secret.replace("whsec_", ""), "utf8");
  return "v1," + createHmac("sha256", key).update(`${id}.${timestamp}.${body}`, "utf8").digest("base64");
}

function svix({ secret, id, timestamp, body }) {
  try {
    return { svix: new Webhook(secret).sign(id, new Date(timestamp * 1000), body) };
  } catch (e) {
    return { svix: null, svix_refusal: e.message };
  }
}

const vectors = inputs.map((input) => {
  const vector = { secret: SECRET, id: ID, timestamp: TIME, ...(input.body_repeat ? {} : { body: BODY }), ...input };
  const { body_repeat: repeat, name, ...rest } = vector;
  const signed = { ...rest, body: repeat ? repeat.unit.repeat(repeat.count) : vector.body };
  return { name, ...rest, ...(repeat ? { body_repeat: repeat } : {}), opensend: opensend(signed), ...svix(signed) };
});

const [file] = process.argv.slice(2);
if (!file) {
  console.error("use: node generate.mjs FILE");
  process.exit(2);
}
// ASCII only: no editor, encoding or normalization can change what the bytes say.
const escaped = (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0");
writeFileSync(file, JSON.stringify(vectors, null, 2).replace(/[\u007f-\uffff]/g, escaped) + "\n");
