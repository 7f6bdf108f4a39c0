// PostGraphile as its makers recommend it for production, with ten connections like the others and no planning by value.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(process.cwd() + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)));
const { postgraphile } = await load("postgraphile");
const { PostGraphileAmberPreset } = await load("postgraphile/presets/amber");
const { makePgService } = await load("postgraphile/adaptors/pg");
const { grafserv } = await load("postgraphile/grafserv/node");

const [connectionString, port, writes] = process.argv.slice(2);
const CRUD = ["PgMutationCreatePlugin", "PgMutationUpdateDeletePlugin"];
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  disablePlugins: writes ? ["SubscriptionPlugin", ...CRUD] : ["MutationPlugin", "SubscriptionPlugin"],
  pgServices: [
    makePgService({ connectionString, schemas: ["public", "bench_lists"], pubsub: false, poolConfig: { max: 10 } }),
  ],
  grafserv: { graphiql: false, watch: false, outputDataAsString: true },
  grafast: { explain: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
await instance.getSchema();
server.listen(Number(port), "127.0.0.1");
