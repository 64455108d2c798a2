// What official packages say of webhooks. Use: node verify.mjs FOLDER, where FOLDER has them installed. In: JSON lines of secret, headers,
// body_base64, library? (svix unless said, or standardwebhooks). Out: "valid" or its words, one line each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const installed = createRequire(resolve(process.argv[2], "package.json"));

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { secret, headers, body_base64, library } = JSON.parse(line);
  try {
    const { Webhook } = installed(library ?? "svix");
    new Webhook(secret).verify(Buffer.from(body_base64, "base64"), headers);
    console.log("valid");
  } catch (e) {
    console.log(e.message.replaceAll("\n", " "));
  }
}
