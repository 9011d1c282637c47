/**
 * Pictures: converts float planes to 8-bit pixels, contact sheets and PNG, JPEG, WebP and GIF files, and image files to float
 * planes.
 *
 * <p>Reading order: {@link org.biggantune.image.PlanarImages}, the common value; {@link
 * org.biggantune.image.PixelConversion}; for output {@link org.biggantune.image.ContactSheet}, {@link
 * org.biggantune.image.BeforeAfterSheet}, {@link org.biggantune.image.PictureFormat} and {@link
 * org.biggantune.image.GifAnimation}; for input {@link org.biggantune.image.ImageFolder}, {@link
 * org.biggantune.image.ImageFiles} and {@link org.biggantune.image.ImageResampling}.
 *
 * <p>Uses {@code domain}, the JDK's image classes and SLF4J. Works without a display.
 */
package org.biggantune.image;
