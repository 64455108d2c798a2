// What the official svix package says of webhooks. Use: node verify.mjs FOLDER, where FOLDER has the package installed. In: JSON lines of
// secret, headers, body_base64. Out: "valid" or its words, one line each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const { Webhook } = createRequire(resolve(process.argv[2], "package.json"))("svix");

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { secret, headers, body_base64 } = JSON.parse(line);
  try {
    new Webhook(secret).verify(Buffer.from(body_base64, "base64"), headers);
    console.log("valid");
  } catch (e) {
    console.log(e.message.replaceAll("\n", " "));
  }
}
