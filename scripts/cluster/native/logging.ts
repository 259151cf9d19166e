import { stringify } from 'yaml'

/**
 * The log4j configuration of a broker, from the two variables that Kafka's image knows for it
 * (KafkaDockerWrapper in Kafka's core): warnings and errors of the named loggers, to where its
 * output goes.
 */
export function formatLogging(environment: Readonly<Record<string, string>>): string {
  const { KAFKA_LOG4J_ROOT_LOGLEVEL: root = 'INFO', KAFKA_LOG4J_LOGGERS: loggers = '' } =
    environment
  return stringify({
    Configuration: {
      status: 'error',
      Appenders: {
        Console: { name: 'console', PatternLayout: { pattern: '[%d] %p %m (%c)%n' } },
      },
      Loggers: {
        Root: { level: root, AppenderRef: { ref: 'console' } },
        Logger: loggers
          .split(',')
          .filter(Boolean)
          .map((logger) => {
            const [name, level] = logger.split('=')
            return { name, level }
          }),
      },
    },
  })
}
