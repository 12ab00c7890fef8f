import { AppError } from '../errors.ts';

/**
 * Lets a few jobs run at a time and a bounded number wait. A browser that prints ten papers at once prints
 * none of them in time, and a queue without an end hides that from the person who waits.
 */
interface Limiter {
  /** Throws AppError `pdf-busy` when the queue is full or the job waited longer than allowed. */
  run<Result>(job: () => Promise<Result>): Promise<Result>;
  readonly running: number;
  readonly waiting: number;
}

export interface LimiterOptions {
  /** Jobs that run at the same time. */
  atOnce: number;
  /** Jobs that may wait behind them. */
  mayWait: number;
  /** How long a job may wait before its turn; the time it runs is not counted. */
  waitAtMostMs: number;
  /** What the person is told to wait before trying again. */
  retryAfterSeconds: number;
}

interface Turn {
  start: () => void;
  timer: ReturnType<typeof setTimeout>;
}

export function createLimiter(options: LimiterOptions): Limiter {
  const queue: Turn[] = [];
  let running = 0;

  function busy(message: string): AppError {
    return new AppError('pdf-busy', {
      message,
      hint: `Máy chủ đang in nhiều bản cùng lúc. Đồng chí chờ khoảng ${options.retryAfterSeconds} giây rồi bấm lại; nội dung đã lưu vẫn còn nguyên.`,
      retryAfterSeconds: options.retryAfterSeconds,
    });
  }

  function waitForTurn(): Promise<void> {
    if (queue.length >= options.mayWait) return Promise.reject(busy('print queue is full'));
    return new Promise((resolve, reject) => {
      const turn: Turn = {
        start: () => {
          clearTimeout(turn.timer);
          resolve();
        },
        timer: setTimeout(() => {
          queue.splice(queue.indexOf(turn), 1);
          reject(busy('waited too long in the print queue'));
        }, options.waitAtMostMs),
      };
      queue.push(turn);
    });
  }

  return {
    async run(job) {
      // The slot passes from the job that ends straight to the first that waits, so nobody slips in between.
      if (running < options.atOnce) running += 1;
      else await waitForTurn();
      try {
        return await job();
      } finally {
        const next = queue.shift();
        if (next) next.start();
        else running -= 1;
      }
    },
    get running() {
      return running;
    },
    get waiting() {
      return queue.length;
    },
  };
}
