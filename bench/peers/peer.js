// npm peer (PeerServer), with every setting at its default but the number of clients it admits.
import { PeerServer } from "peer";

PeerServer({ host: "127.0.0.1", port: Number(process.argv[2]), concurrent_limit: 100_000 });
