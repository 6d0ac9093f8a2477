/**
 * The signaling client for Java and Android apps: begin with {@link dev.beckon.client.SignalingClient#builder}.
 *
 * <p>No parameter and no result of any public method is null unless it is marked {@code @Nullable}.
 */
package dev.beckon.client;
