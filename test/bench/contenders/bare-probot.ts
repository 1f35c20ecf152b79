/** What one would write with Probot alone: `nothing` hears pull requests and does nothing, `queue` adds each payload to a BullMQ queue. */
import { createServer } from 'node:http';
import { Queue } from 'bullmq';
import { createNodeMiddleware, createProbot, type Probot } from 'probot';
import { webhooksPath } from '../deliveries.ts';

const { APP_ID, PRIVATE_KEY, WEBHOOK_SECRET, REDIS_URL = '', LOG_LEVEL } = process.env;
const isQueueing = process.argv[2] === 'queue';

function hearsOnly(app: Probot): void {
  app.on('pull_request', async () => {});
}

function addsToQueue(app: Probot): void {
  const queue = new Queue('deliveries', { connection: { url: REDIS_URL }, defaultJobOptions: { removeOnComplete: true } });
  app.on('pull_request', async ({ name, payload }) => {
    await queue.add(name, payload);
  });
}

const probot = createProbot({ env: { APP_ID, PRIVATE_KEY, WEBHOOK_SECRET, LOG_LEVEL } });
const middleware = await createNodeMiddleware(isQueueing ? addsToQueue : hearsOnly, { probot, webhooksPath });
const server = createServer((request, response) => {
  void middleware(request, response, () => response.writeHead(404).end());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`{"port":${typeof address === 'object' ? address?.port : 0},"msg":"Ready"}\n`);
});
process.once('SIGTERM', () => process.exit(0));
