import { spawnSync } from "node:child_process";

const TABLE = "inet beckon_test";

/** From now on this network namespace receives no UDP, as behind a firewall that lets only the web pass. */
export function blockUdp(): void {
  // On the input side: on the output side the sender would see an error, which firewalls elsewhere do not cause.
  nft(`table ${TABLE} {
    chain input {
      type filter hook input priority 0;
      meta l4proto udp drop;
    }
  }`);
}

/** UDP passes again; nothing happens if it was not blocked. */
export function unblockUdp(): void {
  // Creates it first, because deleting a table that does not exist is an error.
  nft(`table ${TABLE} {}\ndelete table ${TABLE}`);
}

function nft(rules: string): void {
  const { status, stderr, error } = spawnSync("nft", ["-f", "-"], {
    input: `${rules}\n`,
    encoding: "utf8",
    env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` },
  });
  if (status !== 0) throw new Error(`nft failed: ${error ?? stderr}`);
}
