/**
 * The signaling client for Java and Android apps. Start with {@link dev.beckon.client.SignalingClient#builder}.
 *
 * <p>No parameter and no result of a public method is null unless it is marked {@code @Nullable}.
 */
package dev.beckon.client;
