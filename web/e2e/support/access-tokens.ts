import { createHmac } from "node:crypto";

/** The secret of servers that test access. */
export const TOKEN_SECRET = "a secret of the tests, which is long enough";

/** An access token of this subject, signed by HS256, with these claims beside. */
export function makeToken(
  subject: string,
  lifeSeconds: number,
  claims: Readonly<Record<string, unknown>> = {},
): string {
  const now = Math.floor(Date.now() / 1_000);
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { sub: subject, iat: now, exp: now + lifeSeconds, ...claims },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  return `${signed}.${createHmac("sha256", TOKEN_SECRET).update(signed).digest("base64url")}`;
}
